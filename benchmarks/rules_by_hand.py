"""The same rules written by hand in Polars, for the day the benchmark asks about: the yardstick for what columns can do.

Written as somebody would who knows Polars well and these people too: every fact is known, so no condition can be unknown;
amounts are reckoned in whole cents, since floats lose them; what several rules share is one column made before them.
"""

from __future__ import annotations

import datetime

import polars as pl

from huanliu.base.truth import Status

STATUS = pl.Enum([status.value for status in Status])
BARRED = ["AFG", "CUB", "PRK"]
NINE_CITIES = [
    "guangzhou",
    "shenzhen",
    "zhuhai",
    "foshan",
    "huizhou",
    "dongguan",
    "zhongshan",
    "jiangmen",
    "zhaoqing",
]
NORTHERN_PILOTS = ["beijing", "tianjin", "hebei", "shanghai", "jiangsu", "zhejiang", "anhui"]
GBA_PLACES = ["qianhai", "shenzhen_other", "nansha", "guangzhou_other", "hengqin", "other_gba_mainland_city"]
ABODE = ["right_of_abode", "right_to_land_or_unconditional_stay"]

HK_BANDS = [(0, 2), (50_000, 6), (100_000, 10), (150_000, 14), (200_000, 17)]
IIT_BANDS = [(0, 3), (36_000, 10), (144_000, 20), (300_000, 25), (420_000, 30), (660_000, 35), (960_000, 45)]
MACAO_BANDS = [(0, 7), (20_000, 8), (40_000, 9), (80_000, 10), (160_000, 11), (280_000, 12)]
STANDARD_UPPER = {"2021/22": 15, "2022/23": 15, "2023/24": 15, "2024/25": 16, "2025/26": 16, "2026/27": 16}
HK_REDUCTION = {"2021/22": 10_000, "2022/23": 6_000, "2023/24": 3_000, "2024/25": 1_500, "2025/26": 3_000, "2026/27": 0}

# The list of universities by the first day on which it stood so; the lists themselves are handed in.
Lists = list[tuple[datetime.date, list[str]]]
Rules = dict[str, pl.Expr]
c = pl.col


def p(name: str) -> pl.Expr:
    """A fact of the person."""
    return pl.col(f"person.{name}")


def progressive(base: pl.Expr, bands: list[tuple[int, int]], unit: int = 1) -> pl.Expr:
    """Tax in hundredths of a unit by the quick deduction: rate x base - deduction, both by the band the base lies in."""
    deductions, before = [0], 0
    for over, rate in bands:
        deductions.append(deductions[-1] + over * unit * (rate - before))
        before = rate
    rate, less = pl.lit(bands[-1][1], dtype=pl.Int64), pl.lit(deductions[-1], dtype=pl.Int64)
    for position in range(len(bands) - 2, -1, -1):
        below = base <= bands[position + 1][0] * unit
        rate = pl.when(below).then(pl.lit(bands[position][1], dtype=pl.Int64)).otherwise(rate)
        less = pl.when(below).then(pl.lit(deductions[position + 1], dtype=pl.Int64)).otherwise(less)
    return base * rate - less


def by_key(column: str, table: dict[str, int]) -> pl.Expr:
    """A table by key."""
    return pl.col(column).replace_strict(table, return_dtype=pl.Int64)


def status(condition: pl.Expr, applies: pl.Expr | None = None) -> pl.Expr:
    """met, unmet, or not applicable."""
    met, unmet, never = (pl.lit(word, dtype=STATUS) for word in ("met", "unmet", "not_applicable"))
    if applies is None:
        return pl.when(condition).then(met).otherwise(unmet)
    return pl.when(applies.not_()).then(never).when(condition).then(met).otherwise(unmet)


def shared(lists: Lists) -> list[pl.Expr]:
    """What several rules ask."""
    listed = pl.lit(False)
    for start, names in lists:
        listed = (
            pl.when(pl.col("application.filed_on") >= start)
            .then(p("bachelor_university").is_in(names))
            .otherwise(listed)
        )
    filed_late = pl.col("application.filed_on") > p("graduation_certificate_date").dt.offset_by("6mo")
    trial = p("work_city").is_in(NINE_CITIES) | p("work_province").is_in(NORTHERN_PILOTS) | p("works_in_pilot_ftz")
    staff = p("registered_state_staff") & ~p("employing_body_consents_to_exit")
    overseas = p("months_overseas_before_application").ge(12) & pl.col("application.filed_from_overseas")
    return [
        listed.alias("listed"),
        filed_late.alias("filed_late"),
        (trial & p("is_mainland_resident") & ~staff).alias("trial_resident"),
        staff.alias("held_back"),
        p("nationality").is_in(BARRED).alias("barred"),
        (~p("prc_passport_living_overseas") | p("overseas_permanent_residence") | overseas).alias("overseas_ok"),
        (p("has_hk_job_offer") & p("hk_job_degree_level") & p("hk_pay_at_market_level")).alias("good_offer"),
        p("hk_programme_level").is_in(["undergraduate", "postgraduate"]).alias("degree_programme"),
        p("mainland_title_rank").is_in(["deputy_senior", "senior"]).alias("senior_title"),
        p("hk_permission").is_in(ABODE).alias("abode"),
    ]


# What several rules ask of the columns that were made before.

criteria = [
    p("age") <= 50,
    p("qmas_list_master_or_doctor"),
    p("qmas_list_master_or_doctor") & p("qmas_list_degree_is_stem"),
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
prerequisites = (
    (p("age") >= 18)
    & p("can_support_family_without_public_aid")
    & p("good_chinese_or_english")
    & (p("has_recognised_first_degree") | p("proven_technical_or_professional_ability"))
    & ~p("criminal_or_adverse_immigration_record")
    & ~pl.col("barred")
    & ~pl.col("abode")
)
exempt = (
    p("talent_list_match")
    | (p("hk_annual_remuneration_offered") >= 2_000_000)
    | p("intra_company_transfer")
    | p("degree_from_designated_top_university")
)
entrant = (
    p("hk_permission_carries_employment_condition")
    & ((p("hk_permitted_stay_months_in_total") <= 13) | p("member_of_retirement_scheme_outside_hk"))
    & ~pl.col("abode")
)
SHARED_AGAIN: list[pl.Expr] = [
    prerequisites.alias("qmas_ready"),
    pl.sum_horizontal([part.cast(pl.UInt8) for part in criteria]).alias("criteria"),
    exempt.alias("market_exempt"),
    entrant.alias("entrant"),
    (
        p("residence_status.hk_permanent_resident")
        | (p("residence_status.hk_non_permanent_resident") & p("zone_tax_office_accepts_hk_status"))
    ).alias("hk_for_zones"),
    (p("pays_iit_in_zone") & p("no_serious_breach_in_3_years") & ~p("chooses_gba_subsidy")).alias("zone_ready"),
    (by_key("application.year_of_assessment", HK_REDUCTION)).alias("hk_ceiling"),
    (p("hk_assessable_income") - p("hk_deductions")).alias("hk_net"),
]


# The rules of Hong Kong.

filed = c("application.filed_on")
bachelor = c("listed") & p("bachelor_full_time")
admitted = c("overseas_ok") & ~c("barred") & ~p("previously_admitted_under_ttps")
situations = (
    (p("employed_in_hk") & p("hk_job_degree_level") & p("hk_pay_at_market_level"))
    | p("commission_or_freelance")
    | (
        p("employer_outside_hk")
        & p("contract_requires_hk_duties")
        & p("role_level").is_in(["managerial", "professional"])
        & (p("annual_salary") >= 1_200_000)
        & p("paid_hk_salaries_tax_previous_year")
    )
    | p("runs_business_in_hk")
    | (
        (p("ttps_category") == "A")
        & (p("ttps_approved_on") < datetime.date(2024, 10, 16))
        & ~p("ttps_one_year_extension_used")
    )
)
in_time = (filed >= p("hk_limit_of_stay").dt.offset_by("-3mo")) & (filed <= p("hk_limit_of_stay"))
awarded = p("bachelor_awarded_on") >= filed.dt.offset_by("-60mo")
local = p("hk_programme_full_time_local_accredited") & p("was_nonlocal_student_in_hk")
graduate = c("degree_programme") & local & ~c("barred")
job = p("has_hk_job_offer") & p("hk_job_matches_background") & p("hk_pay_at_market_level")
able = p("first_degree_in_job_field") | p("proven_technical_or_professional_ability")
employed = (p("hk_employment_status") == "employee") & (
    (p("employment_days") >= 60) | p("mpf_casual_industry_employee")
)
guide = p("hk_guide_course_done") & p("hk_guide_exam_passed") & (p("years_since_hk_guide_exam") <= 2)
HONG_KONG: Rules = {
    "hk.ttps.a": status((p("income_previous_12_months") >= 2_500_000) & admitted),
    "hk.ttps.b": status(bachelor & (p("work_years_last_5") >= 3) & admitted),
    "hk.ttps.c": status(
        bachelor
        & awarded
        & (p("work_years_last_5") < 3)
        & c("scheme.ttps_c_quota_left")
        & ~p("hk_bachelor_as_nonlocal_student")
        & admitted
    ),
    "hk.ttps.extension": status(in_time & situations, p("hk_permission") == "ttps"),
    "hk.qmas.prerequisites": status(c("qmas_ready")),
    "hk.qmas.gpt.criteria12": status((c("criteria") >= 6) & c("qmas_ready"), filed >= datetime.date(2024, 11, 1)),
    "hk.qmas.apt": status(
        (p("exceptional_achievement_award") | p("peer_acknowledged_or_major_contribution")) & c("qmas_ready")
    ),
    "hk.asmtp": status(
        (p("place_of_residence") == "mainland")
        & (p("nationality") == "CHN")
        & able
        & job
        & (p("hk_market_test_shown_or_exempt") | c("market_exempt"))
    ),
    "hk.gep_asmtp.market_test_exemption": status(c("market_exempt")),
    "hk.iang.recent": status(graduate & ~c("filed_late")),
    "hk.iang.returning": status(graduate & c("filed_late") & c("good_offer")),
    "hk.iang.gba_campus": status(
        c("programme.campus_is_joint_institution")
        & p("gba_campus_programme_full_time")
        & c("degree_programme")
        & (~c("filed_late") | c("good_offer"))
        & ~c("barred"),
        ~p("may_work_freely_in_hk"),
    ),
    "hk.mpf.entrant_exemption": status(c("entrant")),
    "hk.mpf.contribution": status(
        (p("age") >= 18) & (p("age") < 65) & ((p("hk_employment_status") == "self_employed") | employed) & ~c("entrant")
    ),
    "hk.tax.salaries.rates": status(p("hk_assessable_income") > 0),
    "hk.tax.salaries.one_off_reduction": status((c("hk_ceiling") > 0) & (p("hk_tax_before_reduction") > 0)),
    "hk.tour_guide.licence": status(
        (p("age") >= 18)
        & p("secondary_education_completed")
        & guide
        & p("first_aid_certificate_valid")
        & p("hk_free_of_condition_of_stay")
    ),
    "hk.doctor.licensing_exam": status(
        p("hk_licensing_exam_passed") & (p("internship_completed") | p("hk_doctor_assessment_completed")),
        p("profession") == "doctor",
    ),
    "hk.doctor.limited_registration": status(
        p("practice_contract_with_host") & p("registered_where_qualified") & p("good_character"),
        p("profession") == "doctor",
    ),
    "hk.foreign_lawyer.registration": status(
        p("lawyer_type").is_in(["prc_lawyer", "other_foreign_lawyer"])
        & p("home_licence_valid")
        & p("good_character")
        & p("professional_indemnity_cover")
        & (c("matter.type") != "hk_or_macao_law"),
        p("lawyer_type") != "macao_advogado",
    ),
}


# The rules of the Mainland, of Macao and of the Greater Bay Area.

outstanding = (
    p("academician_cas_cae")
    | p("major_award").is_in(["nobel_or_equivalent", "national_level_award"])
    | p("recognised_major_result")
    | p("national_major_talent_programme")
    | p("full_professor_world_class_institution")
    | p("scientist_at_fortune500")
    | (p("youyue_card") == "A")
    | p("recommended_as_outstanding")
)
legal = p("arbitrator_in_hkmo_proceedings") | p("mediator_of_investment_disputes") | p("other_legal_list")
park = c("employer.kind").is_in(["research_institution", "tech_enterprise"]) | c("employer.similar_body_of_hetao_park")
from_outside = (
    p("residence_status.hk_permanent_resident")
    | p("residence_status.macao_permanent_resident")
    | p("residence_status.taiwan_resident")
    | ~p("is_chinese_citizen")
    | p("gba_subsidy_hk_admission_class").is_in(["qmas", "professionals", "entrepreneurs"])
    | p("returnee_or_overseas_chinese")
)
in_zone = p("works_in_nansha") | p("works_in_qianhai") | p("works_in_hetao_sz_park")
firm = c("employer.professional_body_type")
matter = c("matter.type")
MAINLAND: Rules = {
    "cn.exit_endorsement.talent.education": status(
        c("trial_resident") & (c("employer.kind") == "higher_education") & c("senior_title")
    ),
    "cn.exit_endorsement.talent.health": status(
        c("trial_resident") & p("health_field").is_in(["health_technical", "health_research"]) & c("senior_title")
    ),
    "cn.exit_endorsement.talent.research": status(
        c("trial_resident") & (c("employer.kind") == "research_institution") & c("senior_title")
    ),
    "cn.exit_endorsement.talent.outstanding": status(
        c("trial_resident") & outstanding & p("talent_qualification_confirmed")
    ),
    "cn.exit_endorsement.talent.other": status(
        c("trial_resident") & (p("recognised_by_city_talent_authority") | c("employer.qualified_to_certify_talent"))
    ),
    "cn.exit_endorsement.talent.legal": status(c("trial_resident") & legal & p("name_on_official_legal_list")),
    "cn.exit_endorsement.talent.hetao": status(
        p("is_mainland_resident") & p("works_in_hetao_sz_park") & park & p("hetao_park_record_done") & ~c("held_back")
    ),
    "cn.iit.residence_183": status(p("domiciled_in_mainland") | (p("mainland_full_days_in_year") >= 183)),
    "cn.iit.six_year_rule": status(p("mainland_full_days_in_year") >= 183, ~p("domiciled_in_mainland")),
    "cn.iit.brackets": status(p("is_iit_resident")),
    "cn.iit.hetao.hk_resident": status(c("hk_for_zones") & p("works_in_hetao_sz_park") & c("zone_ready")),
    "cn.iit.nansha.hkmo_resident": status(
        (p("is_hk_resident") | p("is_macao_resident")) & p("works_in_nansha") & c("zone_ready")
    ),
    "cn.iit.qianhai.hk_resident": status(c("hk_for_zones") & p("works_in_qianhai") & c("zone_ready")),
    "gba.iit_subsidy": status(
        p("works_and_taxed_in_city")
        & from_outside
        & p("gba_talent_class").is_in(["high_end", "short_supply"])
        & c("application.tax_year").is_between(2019, 2027)
        & p("gba_subsidy_field_ok")
        & p("no_serious_breach")
        & (p("chooses_gba_subsidy") | ~in_zone)
    ),
    "mo.tax.professional": status(p("macao_gross_employment_income") > 0),
    "mo.tax.professional.refund": status(p("held_macao_id_on_31_december") & (p("macao_professional_tax_paid") > 0)),
    "cn.lawyer.hk_consultant": status(
        p("lawyer_type").is_in(["hk_solicitor", "hk_barrister"])
        & p("mainland_firms_advised_at_once").is_between(1, 3)
        & p("consultant_employment_filed")
        & matter.is_in(["hk_or_macao_law", "foreign_law"])
    ),
    "gba.lawyer.practice": status(
        p("gba_lawyer_licence")
        & firm.is_in(["mainland_law_firm", "hk_macao_mainland_partnership_association"])
        & c("employer.registered_place").is_in(GBA_PLACES)
        & (
            ((matter == "civil_commercial_non_litigation") & c("matter.linked_to_nine_cities"))
            | ((matter == "civil_commercial_litigation_on_list") & (c("matter.court_place") == "gba_nine_cities"))
        )
    ),
}


def taxes() -> Rules:
    """The taxes and the subsidy in cents, whoever they are asked of."""
    net = c("hk_net")
    standard = 15 * pl.min_horizontal(net, 5_000_000).clip(0) + by_key(
        "application.year_of_assessment", STANDARD_UPPER
    ) * (net - 5_000_000).clip(0)
    bands = progressive((net - p("hk_allowances")).clip(0), HK_BANDS)
    before = pl.min_horizontal(bands, standard) // 100
    iit = (
        p("mainland_gross_annual_pay")
        - 60_000
        - p("own_social_insurance_and_fund_year")
        - p("special_additional_deductions_year")
        - p("other_iit_deductions_year")
    ).clip(0)
    return {
        "hk.tax.salaries.rates.tax_payable": (before - pl.min_horizontal(before, c("hk_ceiling"))) * 100,
        "cn.iit.brackets.tax": progressive(iit, IIT_BANDS),
        "mo.tax.professional.tax_payable": macao_tax(),
        "mo.tax.professional.refund.refund": pl.min_horizontal(p("macao_professional_tax_paid") * 60, 1_400_000),
        "gba.iit_subsidy.subsidy": subsidy(),
    }


def macao_tax() -> pl.Expr:
    """Professional tax: 25% (30% for 2020) and an exemption off, bands, 30% off the tax, up to a whole pataca."""
    income = p("macao_gross_employment_income")
    share = pl.when(pl.col("application.tax_year") == 2020).then(70).otherwise(75)
    raised = (p("age") >= 65) | (p("disability_degree") >= 60)
    exemption = pl.when(raised).then(19_800_000).otherwise(14_400_000)
    charged = (income * share - exemption).clip(0)
    tax = progressive(charged, MACAO_BANDS, unit=100) * 7
    least = pl.when(p("has_macao_work_permit_or_residence")).then(tax).otherwise(pl.max_horizontal(income * 5_000, tax))
    return (least + 99_999) // 100_000 * 100


def subsidy() -> pl.Expr:
    """The GBA subsidy: what was paid above 15%, the city's part of it, at most 5 million yuan."""
    line = p("gba_subsidy_taxable_income") * 15
    paid = p("iit_paid_in_mainland")
    above = (paid * 100 - line) * p("iit_paid_in_city")
    part = pl.min_horizontal((2 * above + paid) // (2 * paid), 500_000_000)
    return pl.when(paid * 100 <= line).then(0).otherwise(part)


OWNER = {
    "hk.tax.salaries.rates.tax_payable": "hk.tax.salaries.rates",
    "cn.iit.brackets.tax": "cn.iit.brackets",
    "mo.tax.professional.tax_payable": "mo.tax.professional",
    "mo.tax.professional.refund.refund": "mo.tax.professional.refund",
    "gba.iit_subsidy.subsidy": "gba.iit_subsidy",
}


def by_hand(frame: pl.LazyFrame, lists: Lists) -> pl.LazyFrame:
    """A status for each rule and each tax as a Decimal, null where its rule is not met."""
    rules = {**HONG_KONG, **MAINLAND}
    amounts = [
        pl.when(pl.col(OWNER[name]) == "met")
        .then(cents)
        .cast(pl.Int128)
        .reinterpret(dtype=pl.Decimal(38, 2))
        .alias(name)
        for name, cents in taxes().items()
    ]
    return (
        frame.with_columns(shared(lists))
        .with_columns(SHARED_AGAIN)
        .with_columns([rule.alias(name) for name, rule in rules.items()])
        .with_columns(amounts)
        .select([*rules, *OWNER])
    )
