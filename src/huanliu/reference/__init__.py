"""The reference: every provision, route, journey, service, fact and source of a law as static pages in three languages."""
