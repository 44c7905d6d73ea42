"""The same rules written as OpenFisca-core variables, as an author of OpenFisca would: one Variable for each, on arrays.

Texts are OpenFisca Enums (arrays of whole numbers), money is its float (32 bits), dates are NumPy days. Inputs are set
before anything is timed; what several rules share is a variable, which OpenFisca works out once and keeps. Missing input
would count as the default: that is OpenFisca's way, and the reason why these people know everything about themselves.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.variables import Variable

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

PERIOD = "2026"
Person = build_entity(key="person", plural="persons", label="A person", is_person=True)
Formula = Any


def variable_name(fact: str) -> str:
    """OpenFisca's names have no dots."""
    return fact.replace(".", "__").removeprefix("person__")


def variable(name: str, value_type: type, formula: Formula = None, **properties: Any) -> type[Variable]:
    """A yearly variable of the person."""
    body = {"value_type": value_type, "entity": Person, "definition_period": DateUnit.YEAR, "label": name, **properties}
    if formula is not None:
        body["formula"] = formula
    return type(variable_name(name), (Variable,), body)


def enum_of(fact: str, values: list[str]) -> type[Enum]:
    """An Enum with the values of a fact; its member names are their positions."""
    return Enum(variable_name(fact), {f"v{position}": value for position, value in enumerate(values)})


def scale(bands: list[tuple[int, int]]) -> MarginalRateTaxScale:
    """A bracket table."""
    table = MarginalRateTaxScale()
    for over, rate in bands:
        table.add_bracket(over, rate / 100)
    return table


def add_months(days: np.ndarray, months: int) -> np.ndarray:
    """The same day of a later month, or its last day."""
    start = days.astype("datetime64[M]")
    moved = (start + months).astype("datetime64[D]") + (days - start.astype("datetime64[D]"))
    last = (start + (months + 1)).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(moved, last)


class Rules:
    """The formulas. `codes` are the positions of the values of each Enum."""

    def __init__(self, values: dict[str, list[str]], lists: Lists) -> None:
        self.codes = {fact: {value: code for code, value in enumerate(known)} for fact, known in values.items()}
        self.lists = lists

    def among(self, fact: str, wanted: list[str]) -> Formula:
        """Whether an Enum is one of some values."""
        codes = np.array([self.codes[fact][value] for value in wanted if value in self.codes[fact]], dtype=np.int16)
        name = variable_name(fact)
        if len(codes) <= 4:
            return lambda p: np.logical_or.reduce([p(name, PERIOD).view(np.ndarray) == code for code in codes])
        return lambda p: np.isin(p(name, PERIOD).view(np.ndarray), codes)

    def table(self, fact: str, entries: dict[str, float]) -> Formula:
        """A table by the value of an Enum."""
        known = self.codes[fact]
        numbers = np.array([entries[value] for value in known], dtype=np.float32)
        name = variable_name(fact)
        return lambda p: numbers[p(name, PERIOD).view(np.ndarray)]

    def variables(self) -> list[type[Variable]]:
        """Every rule and what rules share."""
        made = [variable(name, bool, _formula(rule)) for name, rule in {**self.shared(), **self.booleans()}.items()]
        return made + [variable(name, float, _formula(rule)) for name, rule in self.taxes().items()]

    def shared(self) -> dict[str, Formula]:
        """What several rules ask."""
        barred = self.among("person.nationality", BARRED)
        cities, provinces = (
            self.among("person.work_city", NINE_CITIES),
            self.among("person.work_province", NORTHERN_PILOTS),
        )
        senior = self.among("person.mainland_title_rank", ["deputy_senior", "senior"])
        abode = self.among("person.hk_permission", ["right_of_abode", "right_to_land_or_unconditional_stay"])
        degree = self.among("person.hk_programme_level", ["undergraduate", "postgraduate"])
        in_list = [(np.datetime64(start), self.among("person.bachelor_university", names)) for start, names in self.lists]

        def listed(p: Any) -> np.ndarray:
            filed = p("application__filed_on", PERIOD)
            found = np.zeros(filed.shape, dtype=bool)
            for start, rule in in_list:
                found = np.where(filed >= start, rule(p), found)
            return found

        return {
            "listed": listed,
            "barred": barred,
            "senior_title": senior,
            "abode": abode,
            "degree_programme": degree,
            "filed_late": lambda p: p("application__filed_on", PERIOD)
            > add_months(p("graduation_certificate_date", PERIOD), 6),
            "trial_resident": lambda p: (
                (cities(p) + provinces(p) + p("works_in_pilot_ftz", PERIOD))
                * p("is_mainland_resident", PERIOD)
                * np.logical_not(p("held_back", PERIOD))
            ),
            "held_back": lambda p: (
                p("registered_state_staff", PERIOD) * np.logical_not(p("employing_body_consents_to_exit", PERIOD))
            ),
            "overseas_ok": lambda p: (
                np.logical_not(p("prc_passport_living_overseas", PERIOD))
                + p("overseas_permanent_residence", PERIOD)
                + (p("months_overseas_before_application", PERIOD) >= 12)
                * p("application__filed_from_overseas", PERIOD)
            ),
            "good_offer": lambda p: (
                p("has_hk_job_offer", PERIOD) * p("hk_job_degree_level", PERIOD) * p("hk_pay_at_market_level", PERIOD)
            ),
            "hk_for_zones": lambda p: (
                p("residence_status__hk_permanent_resident", PERIOD)
                + p("residence_status__hk_non_permanent_resident", PERIOD)
                * p("zone_tax_office_accepts_hk_status", PERIOD)
            ),
            "zone_ready": lambda p: (
                p("pays_iit_in_zone", PERIOD)
                * p("no_serious_breach_in_3_years", PERIOD)
                * np.logical_not(p("chooses_gba_subsidy", PERIOD))
            ),
        }

    def booleans(self) -> dict[str, Formula]:
        """The rules. Those that do not apply to somebody are false for them: OpenFisca has no third answer."""
        return {**self.hong_kong(), **self.mainland()}

    def hong_kong(self) -> dict[str, Formula]:
        """The rules of Hong Kong."""
        is_not = np.logical_not
        ttps = self.among("person.hk_permission", ["ttps"])
        roles = self.among("person.role_level", ["managerial", "professional"])
        category_a = self.among("person.ttps_category", ["A"])
        mainland = self.among("person.place_of_residence", ["mainland"])
        chinese = self.among("person.nationality", ["CHN"])
        doctor = self.among("person.profession", ["doctor"])
        self_employed = self.among("person.hk_employment_status", ["self_employed"])
        employee = self.among("person.hk_employment_status", ["employee"])
        foreign = self.among("person.lawyer_type", ["prc_lawyer", "other_foreign_lawyer"])
        local_law = self.among("matter.type", ["hk_or_macao_law"])
        ceiling = self.table("application.year_of_assessment", {k: float(v) for k, v in HK_REDUCTION.items()})

        def admitted(p: Any) -> np.ndarray:
            return p("overseas_ok", PERIOD) * is_not(p("barred", PERIOD)) * is_not(p("previously_admitted_under_ttps", PERIOD))

        def bachelor(p: Any) -> np.ndarray:
            return p("listed", PERIOD) * p("bachelor_full_time", PERIOD)

        def situations(p: Any) -> np.ndarray:
            return (
                p("employed_in_hk", PERIOD) * p("hk_job_degree_level", PERIOD) * p("hk_pay_at_market_level", PERIOD)
                + p("commission_or_freelance", PERIOD)
                + p("employer_outside_hk", PERIOD)
                * p("contract_requires_hk_duties", PERIOD)
                * roles(p)
                * (p("annual_salary", PERIOD) >= 1_200_000)
                * p("paid_hk_salaries_tax_previous_year", PERIOD)
                + p("runs_business_in_hk", PERIOD)
                + category_a(p)
                * (p("ttps_approved_on", PERIOD) < np.datetime64("2024-10-16"))
                * is_not(p("ttps_one_year_extension_used", PERIOD))
            )

        def in_time(p: Any) -> np.ndarray:
            filed, limit = p("application__filed_on", PERIOD), p("hk_limit_of_stay", PERIOD)
            return (filed >= add_months(limit, -3)) * (filed <= limit)

        def criteria(p: Any) -> np.ndarray:
            parts = [
                p("age", PERIOD) <= 50,
                p("qmas_list_master_or_doctor", PERIOD),
                p("qmas_list_master_or_doctor", PERIOD) * p("qmas_list_degree_is_stem", PERIOD),
                p("languages_well_count", PERIOD) >= 2,
                p("good_english", PERIOD),
                p("graduate_level_work_years", PERIOD) >= 5,
                p("renowned_company_work_years", PERIOD) >= 3,
                p("designated_sector_work_years", PERIOD) >= 3,
                p("international_work_years", PERIOD) >= 2,
                p("income_previous_12_months", PERIOD) >= 1_000_000,
                p("business_profit_previous_year", PERIOD) >= 5_000_000,
                p("owns_listed_company", PERIOD),
            ]
            total = np.zeros(parts[0].shape, dtype=np.int8)
            for part in parts:
                total += part
            return total

        def graduate(p: Any) -> np.ndarray:
            return (
                p("degree_programme", PERIOD)
                * p("hk_programme_full_time_local_accredited", PERIOD)
                * p("was_nonlocal_student_in_hk", PERIOD)
                * is_not(p("barred", PERIOD))
            )

        return {
            "hk.ttps.a": lambda p: (p("income_previous_12_months", PERIOD) >= 2_500_000) * admitted(p),
            "hk.ttps.b": lambda p: bachelor(p) * (p("work_years_last_5", PERIOD) >= 3) * admitted(p),
            "hk.ttps.c": lambda p: (
                bachelor(p)
                * (p("bachelor_awarded_on", PERIOD) >= add_months(p("application__filed_on", PERIOD), -60))
                * (p("work_years_last_5", PERIOD) < 3)
                * p("scheme__ttps_c_quota_left", PERIOD)
                * is_not(p("hk_bachelor_as_nonlocal_student", PERIOD))
                * admitted(p)
            ),
            "hk.ttps.extension": lambda p: ttps(p) * in_time(p) * situations(p),
            "hk.qmas.prerequisites": lambda p: (
                (p("age", PERIOD) >= 18)
                * p("can_support_family_without_public_aid", PERIOD)
                * p("good_chinese_or_english", PERIOD)
                * (
                    p("has_recognised_first_degree", PERIOD)
                    + p("proven_technical_or_professional_ability", PERIOD)
                )
                * is_not(p("criminal_or_adverse_immigration_record", PERIOD))
                * is_not(p("barred", PERIOD))
                * is_not(p("abode", PERIOD))
            ),
            "hk.qmas.gpt.criteria12": lambda p: (
                (p("application__filed_on", PERIOD) >= np.datetime64("2024-11-01"))
                * (criteria(p) >= 6)
                * p("hk__qmas__prerequisites", PERIOD)
            ),
            "hk.qmas.apt": lambda p: (
                p("exceptional_achievement_award", PERIOD) + p("peer_acknowledged_or_major_contribution", PERIOD)
            )
            * p("hk__qmas__prerequisites", PERIOD),
            "hk.asmtp": lambda p: (
                mainland(p)
                * chinese(p)
                * (
                    p("first_degree_in_job_field", PERIOD)
                    + p("proven_technical_or_professional_ability", PERIOD)
                )
                * p("has_hk_job_offer", PERIOD)
                * p("hk_job_matches_background", PERIOD)
                * p("hk_pay_at_market_level", PERIOD)
                * (
                    p("hk_market_test_shown_or_exempt", PERIOD)
                    + p("hk__gep_asmtp__market_test_exemption", PERIOD)
                )
            ),
            "hk.gep_asmtp.market_test_exemption": lambda p: (
                p("talent_list_match", PERIOD)
                + (p("hk_annual_remuneration_offered", PERIOD) >= 2_000_000)
                + p("intra_company_transfer", PERIOD)
                + p("degree_from_designated_top_university", PERIOD)
            ),
            "hk.iang.recent": lambda p: graduate(p) * is_not(p("filed_late", PERIOD)),
            "hk.iang.returning": lambda p: graduate(p) * p("filed_late", PERIOD) * p("good_offer", PERIOD),
            "hk.iang.gba_campus": lambda p: (
                is_not(p("may_work_freely_in_hk", PERIOD))
                * p("programme__campus_is_joint_institution", PERIOD)
                * p("gba_campus_programme_full_time", PERIOD)
                * p("degree_programme", PERIOD)
                * (is_not(p("filed_late", PERIOD)) + p("good_offer", PERIOD))
                * is_not(p("barred", PERIOD))
            ),
            "hk.mpf.entrant_exemption": lambda p: (
                p("hk_permission_carries_employment_condition", PERIOD)
                * (
                    (p("hk_permitted_stay_months_in_total", PERIOD) <= 13)
                    + p("member_of_retirement_scheme_outside_hk", PERIOD)
                )
                * is_not(p("abode", PERIOD))
            ),
            "hk.mpf.contribution": lambda p: (
                (p("age", PERIOD) >= 18)
                * (p("age", PERIOD) < 65)
                * (
                    self_employed(p)
                    + employee(p)
                    * ((p("employment_days", PERIOD) >= 60) + p("mpf_casual_industry_employee", PERIOD))
                )
                * is_not(p("hk__mpf__entrant_exemption", PERIOD))
            ),
            "hk.tax.salaries.rates": lambda p: p("hk_assessable_income", PERIOD) > 0,
            "hk.tax.salaries.one_off_reduction": lambda p: (
                (ceiling(p) > 0) * (p("hk_tax_before_reduction", PERIOD) > 0)
            ),
            "hk.tour_guide.licence": lambda p: (
                (p("age", PERIOD) >= 18)
                * p("secondary_education_completed", PERIOD)
                * p("hk_guide_course_done", PERIOD)
                * p("hk_guide_exam_passed", PERIOD)
                * (p("years_since_hk_guide_exam", PERIOD) <= 2)
                * p("first_aid_certificate_valid", PERIOD)
                * p("hk_free_of_condition_of_stay", PERIOD)
            ),
            "hk.doctor.licensing_exam": lambda p: (
                doctor(p)
                * p("hk_licensing_exam_passed", PERIOD)
                * (p("internship_completed", PERIOD) + p("hk_doctor_assessment_completed", PERIOD))
            ),
            "hk.doctor.limited_registration": lambda p: (
                doctor(p)
                * p("practice_contract_with_host", PERIOD)
                * p("registered_where_qualified", PERIOD)
                * p("good_character", PERIOD)
            ),
            "hk.foreign_lawyer.registration": lambda p: (
                foreign(p)
                * p("home_licence_valid", PERIOD)
                * p("good_character", PERIOD)
                * p("professional_indemnity_cover", PERIOD)
                * is_not(local_law(p))
            ),
        }

    def mainland(self) -> dict[str, Formula]:
        """The rules of the Mainland, of Macao and of the Greater Bay Area."""
        is_not = np.logical_not
        teaches = self.among("employer.kind", ["higher_education"])
        researches = self.among("employer.kind", ["research_institution"])
        park = self.among("employer.kind", ["research_institution", "tech_enterprise"])
        health = self.among("person.health_field", ["health_technical", "health_research"])
        award = self.among("person.major_award", ["nobel_or_equivalent", "national_level_award"])
        card_a = self.among("person.youyue_card", ["A"])
        admission = self.among("person.gba_subsidy_hk_admission_class", ["qmas", "professionals", "entrepreneurs"])
        talent = self.among("person.gba_talent_class", ["high_end", "short_supply"])
        hk_lawyer = self.among("person.lawyer_type", ["hk_solicitor", "hk_barrister"])
        outside_law = self.among("matter.type", ["hk_or_macao_law", "foreign_law"])
        firm = self.among(
            "employer.professional_body_type", ["mainland_law_firm", "hk_macao_mainland_partnership_association"]
        )
        place = self.among("employer.registered_place", GBA_PLACES)
        advice = self.among("matter.type", ["civil_commercial_non_litigation"])
        dispute = self.among("matter.type", ["civil_commercial_litigation_on_list"])
        court = self.among("matter.court_place", ["gba_nine_cities"])

        def in_zone(p: Any) -> np.ndarray:
            return (
                p("works_in_nansha", PERIOD) + p("works_in_qianhai", PERIOD) + p("works_in_hetao_sz_park", PERIOD)
            )

        return {
            "cn.exit_endorsement.talent.education": lambda p: (
                p("trial_resident", PERIOD) * teaches(p) * p("senior_title", PERIOD)
            ),
            "cn.exit_endorsement.talent.health": lambda p: (
                p("trial_resident", PERIOD) * health(p) * p("senior_title", PERIOD)
            ),
            "cn.exit_endorsement.talent.research": lambda p: (
                p("trial_resident", PERIOD) * researches(p) * p("senior_title", PERIOD)
            ),
            "cn.exit_endorsement.talent.outstanding": lambda p: (
                p("trial_resident", PERIOD)
                * (
                    p("academician_cas_cae", PERIOD)
                    + award(p)
                    + p("recognised_major_result", PERIOD)
                    + p("national_major_talent_programme", PERIOD)
                    + p("full_professor_world_class_institution", PERIOD)
                    + p("scientist_at_fortune500", PERIOD)
                    + card_a(p)
                    + p("recommended_as_outstanding", PERIOD)
                )
                * p("talent_qualification_confirmed", PERIOD)
            ),
            "cn.exit_endorsement.talent.other": lambda p: p("trial_resident", PERIOD)
            * (
                p("recognised_by_city_talent_authority", PERIOD)
                + p("employer__qualified_to_certify_talent", PERIOD)
            ),
            "cn.exit_endorsement.talent.legal": lambda p: (
                p("trial_resident", PERIOD)
                * (
                    p("arbitrator_in_hkmo_proceedings", PERIOD)
                    + p("mediator_of_investment_disputes", PERIOD)
                    + p("other_legal_list", PERIOD)
                )
                * p("name_on_official_legal_list", PERIOD)
            ),
            "cn.exit_endorsement.talent.hetao": lambda p: (
                p("is_mainland_resident", PERIOD)
                * p("works_in_hetao_sz_park", PERIOD)
                * (park(p) + p("employer__similar_body_of_hetao_park", PERIOD))
                * p("hetao_park_record_done", PERIOD)
                * is_not(p("held_back", PERIOD))
            ),
            "cn.iit.residence_183": lambda p: (
                p("domiciled_in_mainland", PERIOD) + (p("mainland_full_days_in_year", PERIOD) >= 183)
            ),
            "cn.iit.six_year_rule": lambda p: (
                is_not(p("domiciled_in_mainland", PERIOD)) * (p("mainland_full_days_in_year", PERIOD) >= 183)
            ),
            "cn.iit.brackets": lambda p: p("is_iit_resident", PERIOD),
            "cn.iit.hetao.hk_resident": lambda p: (
                p("hk_for_zones", PERIOD)
                * p("works_in_hetao_sz_park", PERIOD)
                * p("zone_ready", PERIOD)
            ),
            "cn.iit.nansha.hkmo_resident": lambda p: (
                (p("is_hk_resident", PERIOD) + p("is_macao_resident", PERIOD))
                * p("works_in_nansha", PERIOD)
                * p("zone_ready", PERIOD)
            ),
            "cn.iit.qianhai.hk_resident": lambda p: (
                p("hk_for_zones", PERIOD) * p("works_in_qianhai", PERIOD) * p("zone_ready", PERIOD)
            ),
            "gba.iit_subsidy": lambda p: (
                p("works_and_taxed_in_city", PERIOD)
                * (
                    p("residence_status__hk_permanent_resident", PERIOD)
                    + p("residence_status__macao_permanent_resident", PERIOD)
                    + p("residence_status__taiwan_resident", PERIOD)
                    + is_not(p("is_chinese_citizen", PERIOD))
                    + admission(p)
                    + p("returnee_or_overseas_chinese", PERIOD)
                )
                * talent(p)
                * (p("application__tax_year", PERIOD) >= 2019)
                * (p("application__tax_year", PERIOD) <= 2027)
                * p("gba_subsidy_field_ok", PERIOD)
                * p("no_serious_breach", PERIOD)
                * (p("chooses_gba_subsidy", PERIOD) + is_not(in_zone(p)))
            ),
            "mo.tax.professional": lambda p: p("macao_gross_employment_income", PERIOD) > 0,
            "mo.tax.professional.refund": lambda p: (
                p("held_macao_id_on_31_december", PERIOD) * (p("macao_professional_tax_paid", PERIOD) > 0)
            ),
            "cn.lawyer.hk_consultant": lambda p: (
                hk_lawyer(p)
                * (p("mainland_firms_advised_at_once", PERIOD) >= 1)
                * (p("mainland_firms_advised_at_once", PERIOD) <= 3)
                * outside_law(p)
            ),
            "gba.lawyer.practice": lambda p: (
                p("gba_lawyer_licence", PERIOD)
                * firm(p)
                * place(p)
                * (advice(p) * p("matter__linked_to_nine_cities", PERIOD) + dispute(p) * court(p))
            ),
        }

    def taxes(self) -> dict[str, Formula]:
        """The taxes and the subsidy, zero where their rule is not met."""
        hk, iit, macao = scale(HK_BANDS), scale(IIT_BANDS), scale(MACAO_BANDS)
        upper = self.table("application.year_of_assessment", {k: v / 100 for k, v in STANDARD_UPPER.items()})
        ceiling = self.table("application.year_of_assessment", {k: float(v) for k, v in HK_REDUCTION.items()})

        def hong_kong(p: Any) -> np.ndarray:
            net = p("hk_assessable_income", PERIOD) - p("hk_deductions", PERIOD)
            bands = hk.calc(np.maximum(net - p("hk_allowances", PERIOD), 0))
            flat = 0.15 * np.clip(net, 0, 5_000_000) + upper(p) * np.maximum(net - 5_000_000, 0)
            before = np.floor(np.minimum(bands, flat))
            return (before - np.minimum(before, ceiling(p))) * p("hk__tax__salaries__rates", PERIOD)

        def mainland(p: Any) -> np.ndarray:
            taxable = (
                p("mainland_gross_annual_pay", PERIOD)
                - 60_000
                - p("own_social_insurance_and_fund_year", PERIOD)
                - p("special_additional_deductions_year", PERIOD)
                - p("other_iit_deductions_year", PERIOD)
            )
            return np.round(iit.calc(np.maximum(taxable, 0)), 2) * p("cn__iit__brackets", PERIOD)

        def professional(p: Any) -> np.ndarray:
            income = p("macao_gross_employment_income", PERIOD)
            share = np.where(p("application__tax_year", PERIOD) == 2020, 0.70, 0.75)
            raised = (p("age", PERIOD) >= 65) + (p("disability_degree", PERIOD) >= 60)
            tax = macao.calc(np.maximum(income * share - np.where(raised, 198_000, 144_000), 0)) * 0.7
            permit = p("has_macao_work_permit_or_residence", PERIOD)
            return np.ceil(np.where(permit, tax, np.maximum(income * 0.05, tax))) * p("mo__tax__professional", PERIOD)

        def refund(p: Any) -> np.ndarray:
            paid = p("macao_professional_tax_paid", PERIOD)
            return np.minimum(0.6 * paid, 14_000) * p("mo__tax__professional__refund", PERIOD)

        def subsidy(p: Any) -> np.ndarray:
            line = np.round(0.15 * p("gba_subsidy_taxable_income", PERIOD), 2)
            paid = p("iit_paid_in_mainland", PERIOD)
            part = np.round((paid - line) * p("iit_paid_in_city", PERIOD) / paid, 2)
            amount = np.where(paid <= line, 0, np.minimum(part, 5_000_000))
            return amount * p("gba__iit_subsidy", PERIOD)

        return {
            "hk.tax.salaries.rates.tax_payable": hong_kong,
            "cn.iit.brackets.tax": mainland,
            "mo.tax.professional.tax_payable": professional,
            "mo.tax.professional.refund.refund": refund,
            "gba.iit_subsidy.subsidy": subsidy,
        }


def _formula(rule: Formula) -> Formula:
    return lambda persons, period, parameters: rule(persons)


def prepared(frame: pl.DataFrame, values: dict[str, list[str]], lists: Lists) -> Any:
    """A simulation with every input set, ready to be asked."""
    system = TaxBenefitSystem([Person])
    enums = {fact: enum_of(fact, known) for fact, known in values.items()}
    for fact in frame.columns:
        if fact != "city":
            system.add_variable(_input(fact, frame.schema[fact], enums))
    for rule in Rules(values, lists).variables():
        system.add_variable(rule)
    simulation = SimulationBuilder().build_default_simulation(system, count=frame.height)
    for fact in frame.columns:
        if fact != "city":
            simulation.set_input(variable_name(fact), PERIOD, _array(frame[fact], enums.get(fact)))
    return simulation


def _input(fact: str, dtype: pl.DataType, enums: dict[str, type[Enum]]) -> type[Variable]:
    if fact in enums:
        return variable(fact, Enum, possible_values=enums[fact], default_value=next(iter(enums[fact])))
    if dtype == pl.Date:
        return variable(fact, datetime.date)
    if dtype == pl.Boolean:
        return variable(fact, bool)
    return variable(fact, int if dtype == pl.Int32 else float)


def _array(column: pl.Series, enum: type[Enum] | None) -> np.ndarray:
    if enum is not None:
        return EnumArray(column.to_physical().to_numpy().astype(np.int16), enum)
    if column.dtype == pl.Date:
        return column.to_numpy().astype("datetime64[D]")
    return column.to_numpy().astype({pl.Boolean: bool, pl.Int32: np.int32}.get(column.dtype, np.float32))


def answers(simulation: Any, names: list[str]) -> dict[str, np.ndarray]:
    """Every rule asked once."""
    return {name: simulation.calculate(variable_name(name), PERIOD) for name in names}


def forget(simulation: Any, frame: pl.DataFrame) -> None:
    """Drop what was worked out, keep what was set."""
    inputs = {variable_name(fact) for fact in frame.columns}
    for name in simulation.tax_benefit_system.variables:
        if name not in inputs:
            simulation.delete_arrays(name)
