"""What ministries write on the form about themselves: explanations, results, opinions, responses."""

from reviewsheets.models import CheckQuestion

NO_CASE = "該当なし"
EXPLANATIONS = {
    CheckQuestion.NEED_SOCIETY: (
        "見本国民調査でも要望が多く、社会のニーズを反映している。",
        "見本自治体と関係団体からの要望に応えるものである。",
        "見本白書でも対応の必要が指摘されており、ニーズは高い。",
    ),
    CheckQuestion.NEED_STATE: (
        "府県の境を越える取組であり、国が担う必要がある。",
        "民間だけでは採算がとれず、国の関与が必要である。",
        "全国で同じ水準を保つため、国が実施すべきである。",
    ),
    CheckQuestion.NEED_PRIORITY: (
        "見本基本計画に位置付けられた優先度の高い事業である。",
        "政策目標の達成に直接つながり、適切な手段である。",
    ),
    CheckQuestion.EFFICIENCY_CHOICE: (
        "一般競争入札や公募により、競争性の確保に努めている。",
        "外部の審査委員会が支出先を選んでおり、妥当である。",
    ),
    CheckQuestion.EFFICIENCY_SINGLE_BID: ("公告期間を延ばし、仕様を見直して改善に努める。",),
    CheckQuestion.EFFICIENCY_NO_COMPETITION: ("契約監視委員会の審査を受けている。",),
    CheckQuestion.EFFICIENCY_BURDEN: (
        "補助率を定め、受益者にも応分の負担を求めている。",
        "受益は広く国民に及ぶため、国の負担は妥当である。",
    ),
    CheckQuestion.EFFICIENCY_UNIT_COST: (
        "前年度や類似の事業と比べて妥当な水準である。",
        "競争により低い水準に抑えられている。",
    ),
    CheckQuestion.EFFICIENCY_STAGES: ("中間の経費は必要な事務に限り、確定検査で確かめている。",),
    CheckQuestion.EFFICIENCY_USE: (
        "交付要綱で対象の経費を限っている。",
        "額の確定の際に、証拠書類で使途を確かめている。",
    ),
    CheckQuestion.EFFICIENCY_UNUSED: ("申請が見込みを下回ったことと、入札の差額によるものである。",),
    CheckQuestion.EFFICIENCY_CARRIED: ("関係者との調整に時間を要し、年度内に終わらなかったためである。",),
    CheckQuestion.EFFICIENCY_SAVING: (
        "会議のオンライン化により旅費を減らしている。",
        "仕様の共通化と一括調達により費用を抑えている。",
    ),
    CheckQuestion.EFFECT_OUTCOME: ("目標に見合った実績となっている。", "おおむね目標どおりに進んでいる。"),
    CheckQuestion.EFFECT_MEANS: (
        "他の手段と比べ、低い費用で高い効果を得ている。",
        "既存の設備を活用しており、効率的である。",
    ),
    CheckQuestion.EFFECT_ACTIVITY: ("見込みに見合った活動実績である。", "ほぼ計画どおりに実施した。"),
    CheckQuestion.EFFECT_USED: ("成果物を公開し、見本自治体等で活用されている。",),
    CheckQuestion.RELATED_ROLES: ("対象とする範囲を分け、重複がないようにしている。",),
}
OUTCOME_MISSED = "実績が目標を下回っており、原因の分析と改善が必要である。"
ACTIVITY_UNDER = "活動実績が見込みを下回った。周知の方法を見直す。"

CHECK_RESULTS = (
    "おおむね計画どおりに執行され、成果も上がっている。",
    "必要な事業であり、適切に執行されている。",
    "競争性を保ちつつ、効率よく実施した。",
)
CHECK_RESULT_UNUSED = "執行率が低く、需要の見込みと実施方法に課題がある。"
CHECK_RESULT_MISSED = "成果が目標に届いておらず、取組の内容を見直す必要がある。"
IMPROVEMENTS = (
    "引き続き効率的な執行に努める。",
    "支出先の選定で競争性を一層高める。",
    "成果の把握の方法を改め、結果を次の計画に生かす。",
)
EXPERT_OPINIONS = (
    "成果指標が事業の目的をよく表しているか、改めて検討されたい。",
    "単位当たりコストの推移を分析し、費用を抑える工夫を示すこと。",
    "一者応札の解消に向けた具体的な取組を明らかにすること。",
    "長く続く事業であり、終了の条件を定めるべきである。",
)
RELATED_ROLE = "先方は技術の開発を、本事業は現場への普及を担う。"
