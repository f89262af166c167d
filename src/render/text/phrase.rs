//! What the views of `diff`, `replay`, `listen` and `probe` say, in English and in Chinese.

use crate::model::Lang;

macro_rules! table {
    ($(#[$about:meta])+ $type:ident { $($name:ident $en:literal $zh:literal)+ }) => {
        $(#[$about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $type { $($name,)+ }

        impl $type {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name,)+];

            /// The words in `lang`.
            pub(crate) fn text(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Zh) => $zh,)+
                }
            }
        }
    };
}

table! {
    /// A phrase of a view.
    Phrase {
        Ok "ok:" "通过："
        Failed "failed:" "失败："
        HandedOver "handed over" "转人工"
        HandedOverToHuman "handed over to a human" "转给人工"
        HandedBack "handed back" "转回机器人"
        HandedBackToBot "handed back to the bot" "转回给机器人"
        Reopened "reopened" "重新打开"
        Progress "progress" "进展"
        NoTransition "no transition" "无变化"
        NoChange "no change" "无变化"
        Now "now" "现为"
        Unknown "unknown" "未知"
        Unchanged "unchanged" "未变"
        Stage "stage" "阶段"
        Status "status" "状态"
        Updated "updated" "更新"
        After "after" "历时"
        Waited "waited" "等待"
        New "new" "新工单"
        Late "late" "迟到"
        ArrivedLate "arrived late" "迟到"
        SameAsAbove "= duplicate of the row above" "= 与上一行重复"
        DuplicateOf "= duplicate of" "= 重复："
        Dropped "dropped" "已丢弃"
        Event "event" "事件"
        Ticket "ticket" "工单"
        GapFound "gap: an event is missing; a message found it in" "缺口：缺少事件；消息所见状态为"
        Within "within" "间隔"
        ByMessage "seen by a message" "由消息得知"
        NoGapIn "no event is missing in" "未见缺失事件："
        MessageBy "message by" "消息发自"
        Waiting "waiting" "已等待"
        Since "since" "自"
        Messages "messages" "消息"
        FirstAnswer "first answer by an agent, from the creation" "客服首次回复（自创建起）"
        Answers "answers" "次数"
        NotAnswered "created, not answered by an agent" "已创建，客服未回复"
        Reviews "reviews of push tasks" "推送审核"
        MissingAtLeast "missing at least:" "至少缺失："
        GapMissing "gap: an event is missing; the next came from" "缺口：缺少事件；下一事件来自"
        NothingToShow "nothing to show" "没有可显示的变化"
        ChangesOfStatus "changes of the status" "状态变化"
        ChangesOfStage "changes of the stage" "阶段变化"
        TimeInStatus "time spent in a status" "各状态停留时间"
        Stays "stays" "次数"
        Median "median" "中位数"
        Max "max" "最长"
        Tickets "tickets" "工单"
        ClosedBy "closed by" "关闭方式"
        Closed "closed" "已关闭"
        ByDay "events by day" "每日事件"
        ByWeek "events by week, from its Monday" "每周事件（周一起）"
        ByMonth "events by month" "每月事件"
        ByYear "events by year" "每年事件"
        Duplicates "duplicates" "重复"
        Lost "lost: at least" "至少丢失："
        TooLate "too late to be counted in times" "迟到过久，未计入时长"
        AllTickets "tickets: all of them, whatever the filter" "工单：全部，不受筛选影响"
        CountedOf "counted, of a log of" "（筛选后），日志共"
        Of "of" "／"
        NoTransitionToRead "no transition to read" "读不出变化"
        AgainOnPurpose "again, on purpose" "有意重发"
        Attempt "attempt" "第几次："
        Warning "warning:" "警告："
        More "more" "另有"
        Delivered "delivered" "已送达"
        Retried "retried" "次重试"
        Resent "sent again over a fresh connection" "次换连接重发"
        FreshConnection "sent again over a fresh connection" "换新连接重发"
        SentLate "sent late" "次晚发"
        SentAgain "sent again on purpose" "次有意重发"
        AgainFailed "of those failed" "次重发失败"
        NotDecided "not decided" "个未定"
        Earlier "accepted in an earlier run" "个此前已送达"
        InvalidNotSent "invalid, not sent" "个无效未发"
        AckedLate "acked too late" "次确认过晚"
        WithWarning "with a warning" "次有警告"
        In "in" "用时"
        Latency "latency" "耗时"
        PastLimit "past the platform's 3 s" "超过平台的 3 秒"
        WouldSendAgain "(it would send these again)" "（平台会重发）"
        Again "again:" "重发："
        Verified "verified" "已验证"
        UrlCheckAnswered "URL check answered" "已应答 URL 校验"
        Refused "refused" "已拒绝"
        SameEventId "(same event_id)" "（event_id 相同）"
        NotRecorded "not recorded" "未记录"
        NoAnswerOnPurpose "no answer on purpose" "有意不应答"
        OnPurpose "on purpose" "有意"
        AsFor "as for" "同"
        ByOldKey "verified with the old key" "以旧密钥验证"
        AppAnswered "the app behind answered" "后端应答"
        AppSilent "the app behind did not answer:" "后端未应答："
        NotVerified "not verified" "未验证"
        Acknowledged "acknowledged" "已确认"
        Recorded "recorded" "已记录"
        NotAcknowledged "not acknowledged on purpose" "有意未确认"
        DidNotCome "did not come" "未到"
        Receiver "the receiver:" "接收端："
        Skipped "skipped:" "跳过："
        SkippedCases "skipped" "项跳过"
        Passed "passed" "项通过"
        OfTheSdk "of them the SDK's own" "项为 SDK 自身行为"
        Interrupted "interrupted" "已中断"
        StoppedEarly "stopped early" "提前停止"
        StoppedAtFirst "stopped at the first faulty event (--fail-fast)" "遇首个无效事件即停（--fail-fast）"
        NeverConnected "stopped early: no connection came about, so the rest was not tried" "提前停止：无法建立连接，其余未尝试"
        Guest "guest" "用户"
        OpenId "open id" "open id（用户）"
        UnionId "union id" "union id（用户）"
        UserId "user id" "user id（用户）"
        Helpdesk "helpdesk" "服务台"
        Score "score" "评分"
        Solve "solve" "解决"
        Channel "channel" "渠道"
        Chat "chat" "会话"
        Created "created" "创建"
        Sent "sent" "发送"
        UrlCheck "URL check" "URL 校验"
        AsThePlatform "the platform's own request would look so" "与平台发出的请求一致"
        NotAsThePlatform "the platform's own request would not look so" "与平台发出的请求不一致"
        PartRequest "request" "请求"
        PartSignature "signature" "签名"
        PartTimestamp "timestamp" "时间戳"
        PartBody "body" "正文"
        PartToken "token" "令牌"
        Matches "matches" "匹配"
        DoesNotMatch "does not match" "不匹配"
        Missing "is missing" "缺失"
        NotNeeded "not needed" "不需要"
        NotChecked "not checked" "未检查"
        Opens "opens" "可解密"
        DoesNotOpen "does not open" "无法解密"
        PlainBody "plain" "明文"
        NotEncrypted "is not encrypted" "未加密"
        Fine "fine" "正常"
        Wrong "wrong" "有误"
        OpenedFrom "opened from" "取自"
        OtherLines "other lines passed over:" "略过的其他行："
        NotReceived "records without an event passed over:" "略过的无事件记录："
        LeftOut "left out:" "未计入："
        CutLast "cut last line" "末行不完整"
        MoreTypes "more types" "种其他类型"
        SentWithAllTypes "--all-types sends them" "用 --all-types 发送"
        ByHour "events by hour of the day" "各小时事件数"
        Losses "losses and disorder" "丢失与乱序"
        LostEvents "missing events, at least" "缺失事件（至少）"
        LostTickets "tickets with a missing event" "有缺失事件的工单"
        FromTo "from / to" "自／至"
        KnownThenFrom "last known, then from" "最后已知，之后来自"
        Move "move" "变化"
        TimeBetween "time between" "间隔"
        LastKnownAt "last known at" "最后已知时间"
        AsList "as a list" "以列表查看"
        BarsOfStays "dark: to the median; pale: to the p95; logarithmic" "深色至中位数，浅色至 p95，对数刻度"
        NotDrawn "counted, not drawn:" "已计数，未绘出："
        NotListed "counted, not listed:" "已计数，未列出："
        Marks "marks" "标记"
        Steps "step by step" "逐步查看"
        Time "time" "时间"
        What "what" "内容"
        Place "place" "位置"
        Events "events" "事件"
        Remarkable "tickets with a gap, a duplicate, a late event or a reopening" "有缺口、重复、迟到或重新打开的工单"
        OtherTickets "other tickets" "其他工单"
        Findings "findings" "检查结果"
        Severity "severity" "级别"
        Code "code" "代码"
        LatencyOverTime "latency over time" "耗时走势"
        PlatformLimit "the platform's limit, 3 s" "平台时限 3 秒"
        WereAccepted "accepted" "已接受"
        NotAccepted "not accepted" "未被接受"
        EachMark "each mark stands for" "每个标记代表时长"
        Outcomes "outcomes" "结果"
        Failures "failures and warnings by cause" "失败与警告（按原因）"
        Count "count" "数量"
        Because "cause" "原因"
        WholeAnswer "the answer" "应答全文"
        Cases "cases" "用例"
        Case "case" "用例"
        Judged "verdict" "结论"
        Expected "expected" "预期"
        Came "came" "实际"
        ToDo "what to do" "如何处理"
        Why "why" "为什么"
        CasePassed "pass" "通过"
        CaseFailed "fail" "失败"
        CaseWarned "warning" "警告"
        CaseSkipped "skipped" "跳过"
        Must "must" "必须"
        Should "should" "应当"
        WorthKnowing "worth knowing" "供参考"
    }
}

table! {
    /// What is counted.
    Noun {
        Event "event" "个事件"
        Ticket "ticket" "个工单"
        File "file" "个文件"
        Error "error" "个错误"
        Warning "warning" "个警告"
        Note "note" "个提示"
        Duplicate "duplicate" "个重复"
        UrlCheck "URL check" "次 URL 校验"
        Request "request" "个请求"
        Attempt "attempt" "次尝试"
        AwaitedEvent "awaited event" "个等待的事件"
        Late "late event" "个迟到事件"
        Line "line" "行"
        MoreKind "more kind" "种其他变化"
    }
}

table! {
    /// Punctuation: a Chinese mark holds its blank.
    Mark {
        Colon ": " "："
        Comma ", " "，"
        Semicolon "; " "；"
    }
}

impl Mark {
    /// The parts with the mark between them.
    pub(crate) fn joined(self, parts: impl IntoIterator<Item = String>, lang: Lang) -> String {
        parts.into_iter().collect::<Vec<_>>().join(self.text(lang))
    }
}

impl Phrase {
    /// What stands behind the colon of a verdict: a Chinese colon holds its blank.
    pub(crate) fn gap(lang: Lang) -> &'static str {
        if lang == Lang::Zh { "" } else { " " }
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 file`, `2,000 files`; `2,000 个文件`.
pub(crate) fn counted_in(count: u64, what: Noun, lang: Lang) -> String {
    let plural = if count == 1 || lang == Lang::Zh { "" } else { "s" };
    format!("{} {}{plural}", grouped(count), what.text(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_is_translated() {
        let chinese = |text: &str| text.chars().any(|c| ('\u{3000}'..='\u{ff0f}').contains(&c));
        for phrase in Phrase::ALL {
            assert!(chinese(phrase.text(Lang::Zh)), "{phrase:?}");
            assert!(phrase.text(Lang::En).is_ascii(), "{phrase:?}");
        }
        assert!(Noun::ALL.iter().all(|it| chinese(it.text(Lang::Zh))));
        assert!(Mark::ALL.iter().all(|it| !it.text(Lang::Zh).is_ascii()));
    }

    #[test]
    fn thousands_have_commas() {
        assert_eq!(
            [0, 7, 999, 1000, 123_456, 1_234_567].map(grouped).join(" "),
            "0 7 999 1,000 123,456 1,234,567"
        );
    }

    #[test]
    fn counts_are_said_in_both_languages() {
        assert_eq!(counted_in(1, Noun::File, Lang::En), "1 file");
        assert_eq!(counted_in(2_000, Noun::File, Lang::En), "2,000 files");
        assert_eq!(counted_in(2_000, Noun::File, Lang::Zh), "2,000 个文件");
    }
}
