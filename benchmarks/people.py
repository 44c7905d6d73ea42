"""Synthetic people for the benchmarks: nobody's, drawn from a seed, with every fact that the rules beside this file ask.

All facts are known: the peers have no way to say "not known". Whole currency units, so that no peer loses cents on the way in.
"""

from __future__ import annotations

import datetime

import numpy as np
import polars as pl

from huanliu.engine.bay import Bay

CITIES = (
    "guangzhou",
    "shenzhen",
    "zhuhai",
    "foshan",
    "huizhou",
    "dongguan",
    "zhongshan",
    "jiangmen",
    "zhaoqing",
    "hk",
    "mo",
)
CITY_SHARES = (0.217, 0.205, 0.029, 0.110, 0.070, 0.121, 0.052, 0.056, 0.048, 0.084, 0.008)

LIKELY = """
application.filed_from_overseas person.bachelor_full_time person.can_support_family_without_public_aid
person.contract_requires_hk_duties person.employing_body_consents_to_exit person.gba_subsidy_field_ok
person.good_character person.good_chinese_or_english person.hk_pay_at_market_level person.is_chinese_citizen
person.no_serious_breach person.no_serious_breach_in_3_years person.registered_where_qualified
person.secondary_education_completed person.talent_qualification_confirmed scheme.ttps_c_quota_left
"""
EVEN = """
employer.qualified_to_certify_talent matter.linked_to_nine_cities person.chooses_gba_subsidy
person.domiciled_in_mainland person.employed_in_hk person.first_aid_certificate_valid person.first_degree_in_job_field
person.consultant_employment_filed person.gba_campus_programme_full_time person.gba_lawyer_licence
person.good_english person.has_hk_job_offer
person.has_macao_work_permit_or_residence person.has_recognised_first_degree person.held_macao_id_on_31_december
person.hetao_park_record_done person.hk_free_of_condition_of_stay person.hk_guide_course_done
person.hk_guide_exam_passed person.hk_job_degree_level person.hk_job_matches_background
person.hk_licensing_exam_passed person.hk_market_test_shown_or_exempt
person.hk_permission_carries_employment_condition person.hk_programme_full_time_local_accredited
person.home_licence_valid person.internship_completed person.is_iit_resident person.is_mainland_resident
person.may_work_freely_in_hk person.member_of_retirement_scheme_outside_hk person.paid_hk_salaries_tax_previous_year
person.pays_iit_in_zone person.practice_contract_with_host person.professional_indemnity_cover
person.proven_technical_or_professional_ability person.recognised_by_city_talent_authority
person.registered_state_staff person.was_nonlocal_student_in_hk person.works_and_taxed_in_city
person.zone_tax_office_accepts_hk_status programme.campus_is_joint_institution
"""
RARE = """
employer.similar_body_of_hetao_park person.academician_cas_cae person.arbitrator_in_hkmo_proceedings
person.commission_or_freelance person.criminal_or_adverse_immigration_record
person.degree_from_designated_top_university person.employer_outside_hk person.exceptional_achievement_award
person.full_professor_world_class_institution person.hk_bachelor_as_nonlocal_student
person.hk_doctor_assessment_completed person.intra_company_transfer person.is_hk_resident person.is_macao_resident
person.mediator_of_investment_disputes person.mpf_casual_industry_employee person.name_on_official_legal_list
person.national_major_talent_programme person.other_legal_list
person.overseas_permanent_residence person.owns_listed_company person.peer_acknowledged_or_major_contribution
person.prc_passport_living_overseas person.previously_admitted_under_ttps person.qmas_list_degree_is_stem
person.qmas_list_master_or_doctor person.recognised_major_result person.recommended_as_outstanding
person.returnee_or_overseas_chinese person.runs_business_in_hk person.scientist_at_fortune500
person.talent_list_match person.ttps_one_year_extension_used person.works_in_hetao_sz_park person.works_in_nansha
person.works_in_pilot_ftz person.works_in_qianhai
person.residence_status.hk_permanent_resident person.residence_status.hk_non_permanent_resident
person.residence_status.macao_permanent_resident person.residence_status.taiwan_resident
"""
BOOLS = {name: share for names, share in ((LIKELY, 0.9), (EVEN, 0.5), (RARE, 0.08)) for name in names.split()}

# Median of a lognormal in whole units.
MONEY = {
    "person.annual_salary": 700_000,
    "person.business_profit_previous_year": 900_000,
    "person.gba_subsidy_taxable_income": 400_000,
    "person.hk_allowances": 132_000,
    "person.hk_annual_remuneration_offered": 800_000,
    "person.hk_assessable_income": 500_000,
    "person.hk_deductions": 30_000,
    "person.hk_monthly_relevant_income": 20_000,
    "person.hk_tax_before_reduction": 15_000,
    "person.iit_paid_in_city": 60_000,
    "person.iit_paid_in_mainland": 70_000,
    "person.income_previous_12_months": 800_000,
    "person.macao_gross_employment_income": 300_000,
    "person.macao_professional_tax_paid": 9_000,
    "person.mainland_gross_annual_pay": 250_000,
    "person.other_iit_deductions_year": 3_000,
    "person.own_social_insurance_and_fund_year": 30_000,
    "person.special_additional_deductions_year": 24_000,
    "person.zone_iit": 50_000,
    "person.zone_sar_tax_equivalent": 40_000,
}
MOST_MONEY = 90_000_000

NUMBERS = {
    "application.tax_year": (2019, 2026),
    "person.age": (0, 99),
    "person.designated_sector_work_years": (0, 30),
    "person.disability_degree": (0, 100),
    "person.employment_days": (0, 365),
    "person.graduate_level_work_years": (0, 30),
    "person.hk_contract_months": (0, 60),
    "person.hk_permitted_stay_months_in_total": (0, 84),
    "person.international_work_years": (0, 10),
    "person.languages_well_count": (0, 5),
    "person.mainland_firms_advised_at_once": (0, 5),
    "person.mainland_full_days_in_year": (0, 365),
    "person.months_overseas_before_application": (0, 60),
    "person.renowned_company_work_years": (0, 20),
    "person.work_years_last_5": (0, 5),
    "person.years_since_hk_guide_exam": (0, 10),
}

DATES = {
    "application.filed_on": ("2022-12-28", "2026-11-20"),
    "person.bachelor_awarded_on": ("1990-07-01", "2026-07-01"),
    "person.graduation_certificate_date": ("2021-01-01", "2026-11-01"),
    "person.hk_limit_of_stay": ("2025-06-01", "2028-06-01"),
    "person.ttps_approved_on": ("2022-12-28", "2026-11-20"),
}

ENUMS = [
    "employer.kind",
    "employer.professional_body_type",
    "employer.registered_place",
    "matter.court_place",
    "matter.type",
    "person.gba_subsidy_hk_admission_class",
    "person.gba_talent_class",
    "person.health_field",
    "person.hk_employment_status",
    "person.hk_permission",
    "person.hk_programme_level",
    "person.lawyer_type",
    "person.mainland_title_rank",
    "person.major_award",
    "person.place_of_residence",
    "person.profession",
    "person.role_level",
    "person.ttps_category",
    "person.work_city",
    "person.youyue_card",
]

PROVINCES = ("guangdong", "beijing", "tianjin", "hebei", "shanghai", "jiangsu", "zhejiang", "anhui", "fujian", "hunan")
# The years whose rates are known; a later year would be undetermined, which the peers cannot say.
YEARS = ("2021/22", "2022/23", "2023/24", "2024/25", "2025/26", "2026/27")
NATIONALITIES = ("CHN", "CHN", "CHN", "CHN", "CHN", "CHN", "USA", "GBR", "IND", "PHL", "FRA", "AFG", "CUB", "PRK")


def universities(bay: Bay) -> list[str]:
    """Every university that was ever on the list, and half as many that never were."""
    listed = [member.id for member in bay.law.parameters["hk_ttps_universities"].members]
    return list(dict.fromkeys([*listed, *(f"University not on the list {i}" for i in range(len(listed) // 2))]))


def texts(bay: Bay) -> dict[str, list[str]]:
    """The values that each text or enum may take."""
    known = {name: list(bay.statutes.kinds[name].values) for name in ENUMS}
    return known | {
        "person.bachelor_university": universities(bay),
        "person.nationality": list(dict.fromkeys(NATIONALITIES)),
        "person.work_province": list(PROVINCES),
        "application.year_of_assessment": list(YEARS),
    }


def people(bay: Bay, rows: int, seed: int = 0) -> pl.DataFrame:
    """So many people: `city` is the caller's own column, the others are facts."""
    rng = np.random.default_rng(seed)
    columns: dict[str, pl.Series] = {"city": pl.Series(CITIES, dtype=pl.Enum(CITIES)).gather(_cities(rng, rows))}
    for name, share in BOOLS.items():
        columns[name] = pl.Series(rng.random(rows, dtype=np.float32) < share)
    for name, median in MONEY.items():
        amounts = np.minimum(median * np.exp(rng.standard_normal(rows, dtype=np.float32)), MOST_MONEY)
        columns[name] = pl.Series(amounts.astype(np.int64))
    for name, (low, high) in NUMBERS.items():
        columns[name] = pl.Series(rng.integers(low, high + 1, rows, dtype=np.int32))
    for name, days in DATES.items():
        low, high = ((datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days for day in days)
        columns[name] = pl.Series(rng.integers(low, high + 1, rows, dtype=np.int32)).cast(pl.Date)
    for name, values in texts(bay).items():
        drawn = list(NATIONALITIES) if name == "person.nationality" else values
        columns[name] = _enum(rng, drawn, values, rows)
    return pl.DataFrame(columns)


def _enum(rng: np.random.Generator, drawn: list[str], values: list[str], rows: int) -> pl.Series:
    codes = pl.Series(rng.integers(0, len(drawn), rows, dtype=np.uint16))
    return pl.Series(drawn, dtype=pl.Enum(values)).gather(codes)


def _cities(rng: np.random.Generator, rows: int) -> pl.Series:
    edges = np.cumsum(CITY_SHARES)
    return pl.Series(np.searchsorted(edges[:-1], rng.random(rows, dtype=np.float32)).astype(np.uint8))
