"""How it was judged: the fixed check questions, the ministry's own result, opinions and the response."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviewsheets.models.fields import TEXT_LENGTH, position_column, source_row_column, yen_column
from reviewsheets.models.sheets import ReviewSheet


class CheckSection(models.TextChoices):
    """The sections of 事業所管部局による点検・改善."""

    NEED = "need", _("国費投入の必要性")
    EFFICIENCY = "efficiency", _("事業の効率性")
    EFFECT = "effect", _("事業の有効性")
    RELATED = "related", _("関連事業")


class CheckQuestion(models.TextChoices):
    """The form's questions, in its order and wording."""

    NEED_SOCIETY = "need-society", _("事業の目的は国民や社会のニーズを的確に反映しているか。")
    NEED_STATE = "need-state", _("地方自治体、民間等に委ねることができない事業なのか。")
    NEED_PRIORITY = (
        "need-priority",
        _("政策目的の達成手段として必要かつ適切な事業か。政策体系の中で優先度の高い事業か。"),
    )
    EFFICIENCY_CHOICE = "efficiency-choice", _("競争性が確保されているなど支出先の選定は妥当か。")
    EFFICIENCY_SINGLE_BID = (
        "efficiency-single-bid",
        _(
            "一般競争契約、指名競争契約又は随意契約（企画競争）による支出のうち、一者応札又は一者応募となったものはないか。"
        ),
    )
    EFFICIENCY_NO_COMPETITION = "efficiency-no-competition", _("競争性のない随意契約となったものはないか。")
    EFFICIENCY_BURDEN = "efficiency-burden", _("受益者との負担関係は妥当であるか。")
    EFFICIENCY_UNIT_COST = "efficiency-unit-cost", _("単位当たりコスト等の水準は妥当か。")
    EFFICIENCY_STAGES = "efficiency-stages", _("資金の流れの中間段階での支出は合理的なものとなっているか。")
    EFFICIENCY_USE = "efficiency-use", _("費目・使途が事業目的に即し真に必要なものに限定されているか。")
    EFFICIENCY_UNUSED = "efficiency-unused", _("不用率が大きい場合、その理由は妥当か。（理由を右に記載）")
    EFFICIENCY_CARRIED = "efficiency-carried", _("繰越額が大きい場合、その理由は妥当か。（理由を右に記載）")
    EFFICIENCY_SAVING = "efficiency-saving", _("その他コスト削減や効率化に向けた工夫は行われているか。")
    EFFECT_OUTCOME = "effect-outcome", _("成果実績は成果目標に見合ったものとなっているか。")
    EFFECT_MEANS = (
        "effect-means",
        _(
            "事業実施に当たって他の手段・方法等が考えられる場合、"
            "それと比較してより効果的あるいは低コストで実施できているか。"
        ),
    )
    EFFECT_ACTIVITY = "effect-activity", _("活動実績は見込みに見合ったものであるか。")
    EFFECT_USED = "effect-used", _("整備された施設や成果物は十分に活用されているか。")
    RELATED_ROLES = (
        "related-roles",
        _(
            "関連する事業がある場合、他部局・他府省等と適切な役割分担を行っているか。"
            "（役割分担の具体的な内容を各事業の右に記載）"
        ),
    )

    @property
    def section(self) -> CheckSection:
        """The section the question stands in."""
        return CheckSection(self.value.partition("-")[0])

    @property
    def is_sub_question(self) -> bool:
        """It details the question above it."""
        return self in (CheckQuestion.EFFICIENCY_SINGLE_BID, CheckQuestion.EFFICIENCY_NO_COMPETITION)


class CheckAnswer(models.Model):
    """The ministry's mark on one question, with its explanation."""

    class Mark(models.TextChoices):
        GOOD = "○", _("○")
        PARTLY = "△", _("△")
        BAD = "×", _("×")
        NONE = "‐", _("‐")
        YES = "有", _("有")
        NO = "無", _("無")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="check_answers")
    question = models.CharField(_("項目"), max_length=30, choices=CheckQuestion)
    mark = models.CharField(_("評価"), max_length=1, blank=True, choices=Mark)
    explanation = models.TextField(_("評価に関する説明"), blank=True)

    class Meta:
        verbose_name = _("点検項目")
        verbose_name_plural = _("点検項目")
        constraints = [models.UniqueConstraint(fields=["sheet", "question"], name="check_question_unique")]

    def __str__(self) -> str:
        return f"{self.get_question_display()} {self.mark}"


class Evaluation(models.Model):
    """The result of the ministry's check, the opinions on it and what was done about them."""

    class TeamVerdict(models.TextChoices):
        ABOLISH = "廃止", _("廃止")
        REBUILD = "事業全体の抜本的な改善", _("事業全体の抜本的な改善")
        IMPROVE = "事業内容の一部改善", _("事業内容の一部改善")
        ENDING = "終了予定", _("終了予定")
        KEEP = "現状通り", _("現状通り")

    class ResponseKind(models.TextChoices):
        ABOLISH = "廃止", _("廃止")
        CUT = "縮減", _("縮減")
        IMPROVE = "執行等改善", _("執行等改善")
        CONSIDER = "年度内に改善を検討", _("年度内に改善を検討")
        ENDING = "予定通り終了", _("予定通り終了")
        WILL_END = "終了予定", _("終了予定")
        KEEP = "現状通り", _("現状通り")

    sheet = models.OneToOneField(ReviewSheet, models.CASCADE, related_name="evaluation")
    check_result = models.TextField(_("点検結果"), blank=True)
    improvement = models.TextField(_("改善の方向性"), blank=True)
    effect_review = models.TextField(_("目標年度における効果測定に関する評価"), blank=True)
    expert_last_year = models.CharField(_("外部有識者点検の最終実施年度"), max_length=TEXT_LENGTH, blank=True)
    expert_review = models.CharField(_("外部有識者の点検対象"), max_length=TEXT_LENGTH, blank=True)
    expert_reason = models.CharField(_("外部有識者点検の対象の理由"), max_length=TEXT_LENGTH, blank=True)
    expert_opinion = models.TextField(_("外部有識者の所見"), blank=True)
    public_process_result = models.TextField(_("公開プロセス結果概要"), blank=True)
    team_verdict = models.CharField(_("チームの所見の区分"), max_length=30, blank=True, choices=TeamVerdict)
    team_opinion = models.TextField(_("行政事業レビュー推進チームの所見"), blank=True)
    response_kind = models.CharField(_("反映状況の区分"), max_length=30, blank=True, choices=ResponseKind)
    response = models.TextField(_("所見を踏まえた改善点／概算要求における反映状況"), blank=True)
    reflected_general_yen = yen_column(_("反映額（一般会計）"))
    source_row = source_row_column()

    class Meta:
        verbose_name = _("点検結果・所見")
        verbose_name_plural = _("点検結果・所見")

    def __str__(self) -> str:
        return self.team_verdict


class ReflectedAmount(models.Model):
    """What the review took off or added in a special account (反映額（特別会計）), in yen."""

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="reflected_amounts")
    position = position_column()
    account = models.CharField(_("会計"), max_length=TEXT_LENGTH, blank=True)
    subaccount = models.CharField(_("勘定"), max_length=TEXT_LENGTH, blank=True)
    amount_yen = yen_column(_("反映額"))

    class Meta:
        verbose_name = _("反映額（特別会計）")
        verbose_name_plural = _("反映額（特別会計）")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.account, self.subaccount)))


class Remark(models.Model):
    """A remark the project received earlier, by the review or by others, and what was done about it."""

    class Kind(models.TextChoices):
        REVIEW = "review", _("過去に受けた指摘事項")
        OTHER = "other", _("その他の指摘事項")

    sheet = models.ForeignKey(ReviewSheet, models.CASCADE, related_name="received_remarks")
    kind = models.CharField(_("種別"), max_length=10, choices=Kind)
    position = position_column()
    origin = models.TextField(_("区分・調査等の名称"), blank=True)
    remark_year = models.CharField(_("年度"), max_length=TEXT_LENGTH, blank=True)
    text = models.TextField(_("指摘内容"), blank=True)
    response = models.TextField(_("対応状況"), blank=True)

    class Meta:
        verbose_name = _("過去に受けた指摘事項")
        verbose_name_plural = _("過去に受けた指摘事項")
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return self.origin
