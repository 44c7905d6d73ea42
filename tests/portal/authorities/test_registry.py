"""Who decides what."""

from __future__ import annotations

import pytest

from huanliu.portal.authorities.registry import JURISDICTIONS, across, authorities, competence
from huanliu.portal.bay import the_bay


@pytest.mark.parametrize(
    "provision, decides, joint",
    [
        ("hk.asmtp", "hk.immd", ()),
        ("cn.exit_endorsement.stay_d", "cn.nia", ()),
        ("hk.techtas", "hk.itc", ("hk.immd",)),
        ("hk.mhkjfs", "hk.itc", ("cn.most",)),
        ("mo.tax.double_tax_mainland", "mo.dsf", ("cn.sta",)),
        ("gba.vehicle.south.gd", "hk.td", ("gd.police",)),
        ("gd.construction.local_door.zhongshan", "gd.zhongshan", ()),
        ("gd.title.hk_construction", "gd.hrss", ("hk.devb",)),
        ("mo.recognition.health_limited_licence", "mo.ssm", ()),
    ],
)
def test_the_one_that_the_law_names(provision: str, decides: str, joint: tuple[str, ...]) -> None:
    found = the_bay().law.provisions[provision]
    assert (competence(found).decides, competence(found).joint) == (decides, joint)


def test_every_provision_lies_with_somebody_and_hardly_any_with_nobody_named() -> None:
    law, doors = the_bay().law, set()
    for journey in law.journeys.values():
        for door in (door for task in journey.tasks for door in task.doors):
            doors |= {step.provision for step in law.routes[door].steps} if door in law.routes else {door}
    found = {name: competence(provision) for name, provision in law.provisions.items()}
    assert {each.decides for each in found.values()} <= set(authorities())
    nobody = {name for name in doors if name is not None and not found[name].named}
    # Named by their trade or by boards that take no part here: the window passes these on.
    assert nobody <= {
        "cn.appraiser.hk",
        "cn.construction.mutual_recognition",
        "cn.securities.hk_practitioner",
        "cn.tour_escort.hk",
    }


def test_an_authority_is_named_in_every_language_and_stands_in_its_jurisdiction() -> None:
    for identity, authority in authorities().items():
        assert authority.name.en and authority.name.zh_hans and authority.jurisdiction in JURISDICTIONS
        assert identity.startswith(f"{authority.jurisdiction}.")
        assert authority.jurisdiction != "mo" or authority.pt


@pytest.mark.parametrize(
    "one, other, crosses", [("gd.dst", "sz.science", False), ("cn.nia", "hk.immd", True), ("hk.ird", "mo.dsf", True)]
)
def test_a_border(one: str, other: str, crosses: bool) -> None:
    assert across(one, other) is crosses
