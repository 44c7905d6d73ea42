"""A synthetic population of the eleven cities: published margins, plainly stated assumptions, nobody real."""
