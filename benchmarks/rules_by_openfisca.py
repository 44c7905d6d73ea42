"""The same rules written as OpenFisca-core variables, as an author of OpenFisca would: formulas on arrays.

What several rules share is a variable, which OpenFisca works out once and keeps. Those that do not apply to somebody are
false for them: OpenFisca has no third answer, and no fourth.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.taxscales import MarginalRateTaxScale
from rules_by_hand import (
    BARRED,
    GBA_PLACES,
    HK_BANDS,
    HK_REDUCTION,
    IIT_BANDS,
    MACAO_BANDS,
    NINE_CITIES,
    NORTHERN_PILOTS,
    STANDARD_UPPER,
    Lists,
)

Formula = Callable[[Any], np.ndarray]
Rules = dict[str, Formula]
is_not = np.logical_not


def variable_name(fact: str) -> str:
    """OpenFisca's names have no dots."""
    return fact.replace(".", "__").removeprefix("person__")


def codes_of(column: Any) -> dict[str, int]:
    """The positions of an Enum's values."""
    return {item.value: position for position, item in enumerate(column.possible_values)}


def among(fact: str, wanted: list[str]) -> Formula:
    """Whether an Enum is one of some values: a few are compared, many are looked up."""

    def rule(p: Any) -> np.ndarray:
        column = p(variable_name(fact))
        known = codes_of(column)
        codes = [known[value] for value in wanted if value in known]
        plain = column.view(np.ndarray)
        if len(codes) > 4:
            return np.isin(plain, np.array(codes, dtype=plain.dtype))
        return np.logical_or.reduce([plain == code for code in codes])

    return rule


def table(fact: str, entries: dict[str, float]) -> Formula:
    """A table by the value of an Enum."""

    def rule(p: Any) -> np.ndarray:
        column = p(variable_name(fact))
        return np.array([entries[value] for value in codes_of(column)], dtype=np.float32)[column.view(np.ndarray)]

    return rule


def scale(bands: list[tuple[int, int]]) -> MarginalRateTaxScale:
    """A bracket table."""
    brackets = MarginalRateTaxScale()
    for over, rate in bands:
        brackets.add_bracket(over, rate / 100)
    return brackets


def add_months(days: np.ndarray, months: int) -> np.ndarray:
    """The same day of a later month, or its last day."""
    start = days.astype("datetime64[M]")
    moved = (start + months).astype("datetime64[D]") + (days - start.astype("datetime64[D]"))
    last = (start + (months + 1)).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(moved, last)


def listed(lists: Lists) -> Formula:
    """Whether the university stood on the list on the day of filing."""
    in_list = [(np.datetime64(start), among("person.bachelor_university", names)) for start, names in lists]

    def rule(p: Any) -> np.ndarray:
        filed = p("application__filed_on")
        found = np.zeros(filed.shape, dtype=bool)
        for start, names in in_list:
            found = np.where(filed >= start, names(p), found)
        return found

    return rule


HK, IIT, MACAO = scale(HK_BANDS), scale(IIT_BANDS), scale(MACAO_BANDS)
standard_upper = table("application.year_of_assessment", {year: rate / 100 for year, rate in STANDARD_UPPER.items()})
reduction_ceiling = table("application.year_of_assessment", {year: float(most) for year, most in HK_REDUCTION.items()})
from_barred = among("person.nationality", BARRED)
senior_rank = among("person.mainland_title_rank", ["deputy_senior", "senior"])
has_abode = among("person.hk_permission", ["right_of_abode", "right_to_land_or_unconditional_stay"])
degree_level = among("person.hk_programme_level", ["undergraduate", "postgraduate"])
ttps = among("person.hk_permission", ["ttps"])
roles = among("person.role_level", ["managerial", "professional"])
category_a = among("person.ttps_category", ["A"])
on_mainland = among("person.place_of_residence", ["mainland"])
chinese = among("person.nationality", ["CHN"])
doctor = among("person.profession", ["doctor"])
self_employed = among("person.hk_employment_status", ["self_employed"])
employee = among("person.hk_employment_status", ["employee"])
foreign = among("person.lawyer_type", ["prc_lawyer", "other_foreign_lawyer"])
local_law = among("matter.type", ["hk_or_macao_law"])
teaches = among("employer.kind", ["higher_education"])
researches = among("employer.kind", ["research_institution"])
park_body = among("employer.kind", ["research_institution", "tech_enterprise"])
in_health = among("person.health_field", ["health_technical", "health_research"])
major_award = among("person.major_award", ["nobel_or_equivalent", "national_level_award"])
card_a = among("person.youyue_card", ["A"])
hk_class = among("person.gba_subsidy_hk_admission_class", ["qmas", "professionals", "entrepreneurs"])
talent_class = among("person.gba_talent_class", ["high_end", "short_supply"])
hk_lawyer = among("person.lawyer_type", ["hk_solicitor", "hk_barrister"])
outside_law = among("matter.type", ["hk_or_macao_law", "foreign_law"])
gba_firm = among("employer.professional_body_type", ["mainland_law_firm", "hk_macao_mainland_partnership_association"])
gba_place = among("employer.registered_place", GBA_PLACES)
advice = among("matter.type", ["civil_commercial_non_litigation"])
dispute = among("matter.type", ["civil_commercial_litigation_on_list"])
gba_court = among("matter.court_place", ["gba_nine_cities"])
cities = among("person.work_city", NINE_CITIES)
provinces = among("person.work_province", NORTHERN_PILOTS)


def admitted(p: Any) -> np.ndarray:
    """Nothing that bars an admission under the TTPS."""
    return p("overseas_ok") * is_not(p("barred")) * is_not(p("previously_admitted_under_ttps"))


def bachelor(p: Any) -> np.ndarray:
    """A bachelor of a listed university."""
    return p("listed") * p("bachelor_full_time")


def situations(p: Any) -> np.ndarray:
    """One of the five situations of an extension."""
    return (
        p("employed_in_hk") * p("hk_job_degree_level") * p("hk_pay_at_market_level")
        + p("commission_or_freelance")
        + p("employer_outside_hk")
        * p("contract_requires_hk_duties")
        * roles(p)
        * (p("annual_salary") >= 1_200_000)
        * p("paid_hk_salaries_tax_previous_year")
        + p("runs_business_in_hk")
        + category_a(p)
        * (p("ttps_approved_on") < np.datetime64("2024-10-16"))
        * is_not(p("ttps_one_year_extension_used"))
    )


def in_time(p: Any) -> np.ndarray:
    """Filed neither too early nor too late."""
    filed, limit = p("application__filed_on"), p("hk_limit_of_stay")
    return (filed >= add_months(limit, -3)) * (filed <= limit)


def criteria(p: Any) -> np.ndarray:
    """How many of the twelve criteria are reached."""
    parts = [
        p("age") <= 50,
        p("qmas_list_master_or_doctor"),
        p("qmas_list_master_or_doctor") * p("qmas_list_degree_is_stem"),
        p("languages_well_count") >= 2,
        p("good_english"),
        p("graduate_level_work_years") >= 5,
        p("renowned_company_work_years") >= 3,
        p("designated_sector_work_years") >= 3,
        p("international_work_years") >= 2,
        p("income_previous_12_months") >= 1_000_000,
        p("business_profit_previous_year") >= 5_000_000,
        p("owns_listed_company"),
    ]
    total = np.zeros(parts[0].shape, dtype=np.int8)
    for part in parts:
        total += part
    return total


def graduate(p: Any) -> np.ndarray:
    """A graduate of a local programme."""
    return (
        p("degree_programme")
        * p("hk_programme_full_time_local_accredited")
        * p("was_nonlocal_student_in_hk")
        * is_not(p("barred"))
    )


def in_zone(p: Any) -> np.ndarray:
    """Works in one of the three zones."""
    return p("works_in_nansha") + p("works_in_qianhai") + p("works_in_hetao_sz_park")


def salaries_tax(p: Any) -> np.ndarray:
    """Salaries tax."""
    net = p("hk_assessable_income") - p("hk_deductions")
    bands = HK.calc(np.maximum(net - p("hk_allowances"), 0))
    flat = 0.15 * np.clip(net, 0, 5_000_000) + standard_upper(p) * np.maximum(net - 5_000_000, 0)
    before = np.floor(np.minimum(bands, flat))
    return (before - np.minimum(before, reduction_ceiling(p))) * p("hk__tax__salaries__rates")


def income_tax(p: Any) -> np.ndarray:
    """Individual income tax."""
    taxable = (
        p("mainland_gross_annual_pay")
        - 60_000
        - p("own_social_insurance_and_fund_year")
        - p("special_additional_deductions_year")
        - p("other_iit_deductions_year")
    )
    return np.round(IIT.calc(np.maximum(taxable, 0)), 2) * p("cn__iit__brackets")


def professional_tax(p: Any) -> np.ndarray:
    """Professional tax."""
    income = p("macao_gross_employment_income")
    share = np.where(p("application__tax_year") == 2020, 0.70, 0.75)
    raised = (p("age") >= 65) + (p("disability_degree") >= 60)
    tax = MACAO.calc(np.maximum(income * share - np.where(raised, 198_000, 144_000), 0)) * 0.7
    permit = p("has_macao_work_permit_or_residence")
    return np.ceil(np.where(permit, tax, np.maximum(income * 0.05, tax))) * p("mo__tax__professional")


def tax_refund(p: Any) -> np.ndarray:
    """Refund of professional tax."""
    paid = p("macao_professional_tax_paid")
    return np.minimum(0.6 * paid, 14_000) * p("mo__tax__professional__refund")


def tax_subsidy(p: Any) -> np.ndarray:
    """The GBA subsidy."""
    line = np.round(0.15 * p("gba_subsidy_taxable_income"), 2)
    paid = p("iit_paid_in_mainland")
    part = np.round((paid - line) * p("iit_paid_in_city") / paid, 2)
    amount = np.where(paid <= line, 0, np.minimum(part, 5_000_000))
    return amount * p("gba__iit_subsidy")


SHARED: Rules = {
    "barred": from_barred,
    "senior_title": senior_rank,
    "abode": has_abode,
    "degree_programme": degree_level,
    "filed_late": lambda p: p("application__filed_on") > add_months(p("graduation_certificate_date"), 6),
    "trial_resident": lambda p: (
        (cities(p) + provinces(p) + p("works_in_pilot_ftz")) * p("is_mainland_resident") * is_not(p("held_back"))
    ),
    "held_back": lambda p: p("registered_state_staff") * is_not(p("employing_body_consents_to_exit")),
    "overseas_ok": lambda p: (
        is_not(p("prc_passport_living_overseas"))
        + p("overseas_permanent_residence")
        + (p("months_overseas_before_application") >= 12) * p("application__filed_from_overseas")
    ),
    "good_offer": lambda p: p("has_hk_job_offer") * p("hk_job_degree_level") * p("hk_pay_at_market_level"),
    "hk_for_zones": lambda p: (
        p("residence_status__hk_permanent_resident")
        + p("residence_status__hk_non_permanent_resident") * p("zone_tax_office_accepts_hk_status")
    ),
    "zone_ready": lambda p: (
        p("pays_iit_in_zone") * p("no_serious_breach_in_3_years") * is_not(p("chooses_gba_subsidy"))
    ),
}

HONG_KONG: Rules = {
    "hk.ttps.a": lambda p: (p("income_previous_12_months") >= 2_500_000) * admitted(p),
    "hk.ttps.b": lambda p: bachelor(p) * (p("work_years_last_5") >= 3) * admitted(p),
    "hk.ttps.c": lambda p: (
        bachelor(p)
        * (p("bachelor_awarded_on") >= add_months(p("application__filed_on"), -60))
        * (p("work_years_last_5") < 3)
        * p("scheme__ttps_c_quota_left")
        * is_not(p("hk_bachelor_as_nonlocal_student"))
        * admitted(p)
    ),
    "hk.ttps.extension": lambda p: ttps(p) * in_time(p) * situations(p),
    "hk.qmas.prerequisites": lambda p: (
        (p("age") >= 18)
        * p("can_support_family_without_public_aid")
        * p("good_chinese_or_english")
        * (p("has_recognised_first_degree") + p("proven_technical_or_professional_ability"))
        * is_not(p("criminal_or_adverse_immigration_record"))
        * is_not(p("barred"))
        * is_not(p("abode"))
    ),
    "hk.qmas.gpt.criteria12": lambda p: (
        (p("application__filed_on") >= np.datetime64("2024-11-01")) * (criteria(p) >= 6) * p("hk__qmas__prerequisites")
    ),
    "hk.qmas.apt": lambda p: (
        (p("exceptional_achievement_award") + p("peer_acknowledged_or_major_contribution"))
        * p("hk__qmas__prerequisites")
    ),
    "hk.asmtp": lambda p: (
        on_mainland(p)
        * chinese(p)
        * (p("first_degree_in_job_field") + p("proven_technical_or_professional_ability"))
        * p("has_hk_job_offer")
        * p("hk_job_matches_background")
        * p("hk_pay_at_market_level")
        * (p("hk_market_test_shown_or_exempt") + p("hk__gep_asmtp__market_test_exemption"))
    ),
    "hk.gep_asmtp.market_test_exemption": lambda p: (
        p("talent_list_match")
        + (p("hk_annual_remuneration_offered") >= 2_000_000)
        + p("intra_company_transfer")
        + p("degree_from_designated_top_university")
    ),
    "hk.iang.recent": lambda p: graduate(p) * is_not(p("filed_late")),
    "hk.iang.returning": lambda p: graduate(p) * p("filed_late") * p("good_offer"),
    "hk.iang.gba_campus": lambda p: (
        is_not(p("may_work_freely_in_hk"))
        * p("programme__campus_is_joint_institution")
        * p("gba_campus_programme_full_time")
        * p("degree_programme")
        * (is_not(p("filed_late")) + p("good_offer"))
        * is_not(p("barred"))
    ),
    "hk.mpf.entrant_exemption": lambda p: (
        p("hk_permission_carries_employment_condition")
        * ((p("hk_permitted_stay_months_in_total") <= 13) + p("member_of_retirement_scheme_outside_hk"))
        * is_not(p("abode"))
    ),
    "hk.mpf.contribution": lambda p: (
        (p("age") >= 18)
        * (p("age") < 65)
        * (self_employed(p) + employee(p) * ((p("employment_days") >= 60) + p("mpf_casual_industry_employee")))
        * is_not(p("hk__mpf__entrant_exemption"))
    ),
    "hk.tax.salaries.rates": lambda p: p("hk_assessable_income") > 0,
    "hk.tax.salaries.one_off_reduction": lambda p: (reduction_ceiling(p) > 0) * (p("hk_tax_before_reduction") > 0),
    "hk.tour_guide.licence": lambda p: (
        (p("age") >= 18)
        * p("secondary_education_completed")
        * p("hk_guide_course_done")
        * p("hk_guide_exam_passed")
        * (p("years_since_hk_guide_exam") <= 2)
        * p("first_aid_certificate_valid")
        * p("hk_free_of_condition_of_stay")
    ),
    "hk.doctor.licensing_exam": lambda p: (
        doctor(p) * p("hk_licensing_exam_passed") * (p("internship_completed") + p("hk_doctor_assessment_completed"))
    ),
    "hk.doctor.limited_registration": lambda p: (
        doctor(p) * p("practice_contract_with_host") * p("registered_where_qualified") * p("good_character")
    ),
    "hk.foreign_lawyer.registration": lambda p: (
        foreign(p)
        * p("home_licence_valid")
        * p("good_character")
        * p("professional_indemnity_cover")
        * is_not(local_law(p))
    ),
}

MAINLAND: Rules = {
    "cn.exit_endorsement.talent.education": lambda p: p("trial_resident") * teaches(p) * p("senior_title"),
    "cn.exit_endorsement.talent.health": lambda p: p("trial_resident") * in_health(p) * p("senior_title"),
    "cn.exit_endorsement.talent.research": lambda p: p("trial_resident") * researches(p) * p("senior_title"),
    "cn.exit_endorsement.talent.outstanding": lambda p: (
        p("trial_resident")
        * (
            p("academician_cas_cae")
            + major_award(p)
            + p("recognised_major_result")
            + p("national_major_talent_programme")
            + p("full_professor_world_class_institution")
            + p("scientist_at_fortune500")
            + card_a(p)
            + p("recommended_as_outstanding")
        )
        * p("talent_qualification_confirmed")
    ),
    "cn.exit_endorsement.talent.other": lambda p: (
        p("trial_resident") * (p("recognised_by_city_talent_authority") + p("employer__qualified_to_certify_talent"))
    ),
    "cn.exit_endorsement.talent.legal": lambda p: (
        p("trial_resident")
        * (p("arbitrator_in_hkmo_proceedings") + p("mediator_of_investment_disputes") + p("other_legal_list"))
        * p("name_on_official_legal_list")
    ),
    "cn.exit_endorsement.talent.hetao": lambda p: (
        p("is_mainland_resident")
        * p("works_in_hetao_sz_park")
        * (park_body(p) + p("employer__similar_body_of_hetao_park"))
        * p("hetao_park_record_done")
        * is_not(p("held_back"))
    ),
    "cn.iit.residence_183": lambda p: p("domiciled_in_mainland") + (p("mainland_full_days_in_year") >= 183),
    "cn.iit.six_year_rule": lambda p: is_not(p("domiciled_in_mainland")) * (p("mainland_full_days_in_year") >= 183),
    "cn.iit.brackets": lambda p: p("is_iit_resident"),
    "cn.iit.hetao.hk_resident": lambda p: p("hk_for_zones") * p("works_in_hetao_sz_park") * p("zone_ready"),
    "cn.iit.nansha.hkmo_resident": lambda p: (
        (p("is_hk_resident") + p("is_macao_resident")) * p("works_in_nansha") * p("zone_ready")
    ),
    "cn.iit.qianhai.hk_resident": lambda p: p("hk_for_zones") * p("works_in_qianhai") * p("zone_ready"),
    "gba.iit_subsidy": lambda p: (
        p("works_and_taxed_in_city")
        * (
            p("residence_status__hk_permanent_resident")
            + p("residence_status__macao_permanent_resident")
            + p("residence_status__taiwan_resident")
            + is_not(p("is_chinese_citizen"))
            + hk_class(p)
            + p("returnee_or_overseas_chinese")
        )
        * talent_class(p)
        * (p("application__tax_year") >= 2019)
        * (p("application__tax_year") <= 2027)
        * p("gba_subsidy_field_ok")
        * p("no_serious_breach")
        * (p("chooses_gba_subsidy") + is_not(in_zone(p)))
    ),
    "mo.tax.professional": lambda p: p("macao_gross_employment_income") > 0,
    "mo.tax.professional.refund": lambda p: p("held_macao_id_on_31_december") * (p("macao_professional_tax_paid") > 0),
    "cn.lawyer.hk_consultant": lambda p: (
        hk_lawyer(p)
        * (p("mainland_firms_advised_at_once") >= 1)
        * (p("mainland_firms_advised_at_once") <= 3)
        * p("consultant_employment_filed")
        * outside_law(p)
    ),
    "gba.lawyer.practice": lambda p: (
        p("gba_lawyer_licence")
        * gba_firm(p)
        * gba_place(p)
        * (advice(p) * p("matter__linked_to_nine_cities") + dispute(p) * gba_court(p))
    ),
}

TAXES: Rules = {
    "hk.tax.salaries.rates.tax_payable": salaries_tax,
    "cn.iit.brackets.tax": income_tax,
    "mo.tax.professional.tax_payable": professional_tax,
    "mo.tax.professional.refund.refund": tax_refund,
    "gba.iit_subsidy.subsidy": tax_subsidy,
}
