//! `probe`: titles, what came back, and advice.

use super::entry::Entry;

/// What a good receiver does: the titles of the cases.
#[cfg(test)]
pub(super) const TITLES: &[Entry] = TABLE.split_at(38).0;

/// The texts of `probe`, the titles first.
pub(super) const TABLE: &[Entry] = &[
    ("answers the URL check", "应答 URL 校验"),
    ("answers the URL check, encrypted, unsigned", "应答加密且无签名的 URL 校验"),
    ("answers a URL check with signature headers", "应答带签名头的 URL 校验"),
    ("refuses a URL check with another token", "拒绝 token 不符的 URL 校验"),
    ("handles a valid event", "处理有效事件"),
    ("handles a plain event with signature headers", "处理带签名头的明文事件"),
    ("handles an event of the old encrypt key", "处理旧 Encrypt Key 加密的事件"),
    ("handles an event without its empty fields", "处理省略空字段的事件"),
    ("handles an event with fields nobody knows", "处理含未知字段的事件"),
    ("handles an event with an empty old_object", "处理 old_object 为空的事件"),
    ("handles an event with text outside ASCII", "处理含非 ASCII 文字的事件"),
    ("handles an event with nothing but its ticket", "处理只有工单信息的事件"),
    ("handles helpdesk.ticket.created_v1", "处理 helpdesk.ticket.created_v1"),
    ("handles helpdesk.ticket_message.created_v1", "处理 helpdesk.ticket_message.created_v1"),
    ("handles helpdesk.notification.approve_v1", "处理 helpdesk.notification.approve_v1"),
    ("handles valid events of chance", "处理随机生成的有效事件"),
    ("answers 200 to another event type", "对其他事件类型应答 200"),
    ("refuses a forged body", "拒绝被篡改的请求体"),
    ("refuses a wrong signature", "拒绝错误的签名"),
    ("refuses an event without a signature", "拒绝无签名的事件"),
    ("refuses the signature of another key", "拒绝用其他密钥签的名"),
    ("refuses an unencrypted, unsigned event", "拒绝未加密且无签名的事件"),
    ("refuses an unencrypted event, even signed", "拒绝未加密的事件，即使有签名"),
    ("refuses an event with another token", "拒绝 token 不符的事件"),
    ("refuses an event without a token", "拒绝没有 token 的事件"),
    ("an event that was signed in 2017", "2017 年签名的事件"),
    ("takes header names in upper case", "接受大写的头名称"),
    ("answers 200 to a duplicate", "对重复事件应答 200"),
    ("a duplicate takes effect once", "重复事件只生效一次"),
    ("handles 20 events at once", "同时处理 20 个事件"),
    ("answers events in time", "及时应答事件"),
    ("answers URL checks in time", "及时应答 URL 校验"),
    ("keeps a connection for the next request", "为下一请求保持连接"),
    ("answers a body of 1 MB", "应答 1 MB 的请求体"),
    ("refuses malformed JSON", "拒绝格式错误的 JSON"),
    ("refuses an empty body", "拒绝空请求体"),
    ("refuses a body it cannot decrypt", "拒绝无法解密的请求体"),
    ("is still alive after all that", "经过以上各项后仍在运行"),
    // What came back.
    ("200 in {}", "200，用时 {}"),
    ("200 both times", "两次均为 200"),
    ("first {}, then {}", "先 {}，后 {}"),
    ("first {}", "首次 {}"),
    ("slowest {} of {} answers after the first", "最慢 {}（首个之后共 {} 个应答）"),
    ("slowest {}", "最慢 {}"),
    ("after {} answers: {}", "{} 个应答之后：{}"),
    ("all {} were taken", "{} 个全部接受"),
    ("{} of {} were not taken; {}: {}", "{} 个未被接受，共 {} 个；{}：{}"),
    ("an empty body", "空应答体"),
    ("nothing was handled", "没有处理任何事件"),
    ("but nothing was handled", "但没有处理任何事件"),
    ("but it counts as delivered", "却计为已送达"),
    ("it looks at the age", "它检查时间"),
    ("taken", "被接受"),
    ("as every official SDK does", "官方 SDK 均如此"),
    ("too late", "太迟"),
    ("the same value back", "值相同"),
    ("the value, but not as JSON", "值相同，但不是 JSON"),
    ("without the value", "没有该值"),
    ("but the platform counts only 200", "但平台只认 200"),
    ("but the platform follows no redirect", "但平台不跟随重定向"),
    ("which does not say whether it is the size", "未说明是否因为大小"),
    ("it went through", "被放行"),
    ("an empty body: it counts as delivered", "空应答体：计为已送达"),
    ("the connection was closed without an answer", "连接被关闭，没有应答"),
    ("2 answers over one connection", "一个连接上两次应答"),
    ("the connection was closed after the first answer", "首次应答后连接被关闭"),
    ("nothing listens any more, since `{}`", "自 `{}` 起已无监听"),
    ("a count of 1", "计数为 1"),
    ("a count of 0: it did not take effect", "计数为 0：没有生效"),
    ("a count of {}: it took effect {} times", "计数为 {}：生效了 {} 次"),
    ("the command printed {}, which is not a count", "命令输出 {}，不是计数"),
    // Why a case was skipped, or says nothing.
    ("as asked (--skip)", "按要求（--skip）"),
    ("but {}", "但{}"),
    ("no encrypt key was given", "未提供 Encrypt Key"),
    ("no verification token was given", "未提供 Verification Token"),
    ("with an encrypt key the platform encrypts this, too", "有 Encrypt Key 时平台也会加密此请求"),
    ("no encrypt key and no old one were given (--old-key-file)", "未提供新旧 Encrypt Key（--old-key-file）"),
    ("no events were asked for (--generate N)", "未要求生成事件（--generate N）"),
    ("no command was given that counts effects (--effect)", "未提供统计生效次数的命令（--effect）"),
    ("no event was taken twice (the case `duplicate`)", "没有事件被接受两次（见 `duplicate`）"),
    ("a right URL check is not answered, either", "正确的 URL 校验也没有得到应答"),
    ("no valid event is taken, either", "有效事件也没有被接受"),
    // Advice.
    (
        "Answer `type: url_verification` with its `challenge` as JSON, before anything else is looked at.",
        "先以 JSON 返回 `type: url_verification` 的 `challenge`，再做其他检查。",
    ),
    (
        "The platform sends this request without a signature. Open and answer it before you check one.",
        "平台发送此请求时不带签名：先解密并应答，再校验签名。",
    ),
    (
        "Without an encrypt key there is nothing to check a signature with: do not look at its headers.",
        "没有 Encrypt Key 就无从校验签名：不要看签名头。",
    ),
    (
        "Compare `token` with the app's verification token before you answer the challenge.",
        "应答 challenge 之前，先比较 `token` 与应用的 Verification Token。",
    ),
    (
        "Answer 200 to an event whose signature and token are right; the receiver's log should say why it did not.",
        "签名和 token 都正确的事件要应答 200；接收端日志应说明为何没有。",
    ),
    (
        "While a key is changed, verify and open with the new key, else with the old one.",
        "更换密钥期间，先用新密钥校验和解密，不行再用旧密钥。",
    ),
    (
        "Read `score`, `solve`, `channel` and `closed_at` as optional.",
        "把 `score`、`solve`、`channel`、`closed_at` 当作可选字段。",
    ),
    (
        "Ignore fields that you do not know: strict parsing breaks with the platform's next release.",
        "忽略未知字段：严格解析会在平台下次发布时出错。",
    ),
    (
        "Read a field that is absent in `old_object` as one that did not change.",
        "`old_object` 中没有的字段视为未变。",
    ),
    (
        "Read the opened body as UTF-8, and hash the raw bytes, not text that was decoded and encoded again.",
        "解密后的请求体按 UTF-8 读取；对原始字节做哈希，不要对重新编码的文字。",
    ),
    (
        "Treat every field but ticket_id, stage and status as optional.",
        "除 ticket_id、stage、status 外，所有字段都当作可选。",
    ),
    (
        "Read the ticket from `event` itself: there is no `object` in it, and no `old_object`.",
        "工单直接在 `event` 中：没有 `object`，也没有 `old_object`。",
    ),
    (
        "Read `position` as a number or a text, and `sender_id` as optional; the stage is `ticket.ticket_type`.",
        "`position` 可能是数字或文字，`sender_id` 可选；阶段是 `ticket.ticket_type`。",
    ),
    (
        "Read `notification_id`, `helpdesk_id` and `approve_status` from `event`: it is about no ticket.",
        "从 `event` 读取 `notification_id`、`helpdesk_id`、`approve_status`：它与工单无关。",
    ),
    (
        "Take unknown codes, any number, absent fields, text of any script and members in any order.",
        "接受未知的码、任意数字、缺少的字段、任意文字和任意顺序的成员。",
    ),
    (
        "Answer 200 to types you do not handle, or do not subscribe to them.",
        "不处理的类型也应答 200，或者不要订阅。",
    ),
    (
        "Compare X-Lark-Signature with sha256(timestamp + nonce + encrypt key + raw body), before parsing.",
        "解析之前，比较 X-Lark-Signature 与 sha256(timestamp + nonce + encrypt key + 原始请求体)。",
    ),
    (
        "Compare all 64 digits of X-Lark-Signature, in constant time.",
        "以常数时间比较 X-Lark-Signature 的全部 64 位。",
    ),
    (
        "Refuse events without the three X-Lark headers; only the URL check comes without.",
        "拒绝缺少三个 X-Lark 头的事件；只有 URL 校验不带。",
    ),
    (
        "Put the app's encrypt key into the hash, not an empty text.",
        "哈希中要放入应用的 Encrypt Key，而不是空文本。",
    ),
    (
        "With an encrypt key refuse every body that is not {\"encrypt\": ...}.",
        "配置了 Encrypt Key 后，拒绝一切不是 {\"encrypt\": ...} 的请求体。",
    ),
    (
        "Compare `header.token` of every event with the verification token, not only that of the URL check.",
        "每个事件的 `header.token` 都要与 Verification Token 比较，不只是 URL 校验。",
    ),
    (
        "Refuse events without `header.token`: an absent token is a wrong one.",
        "拒绝没有 `header.token` 的事件：缺少就是错误。",
    ),
    (
        "A recorded request can be sent again at any time: keep event ids, or refuse old timestamps yourself.",
        "录下的请求随时可以重发：保存 event_id，或自行拒绝过旧的时间戳。",
    ),
    ("Look headers up without regard to case.", "查找头名称时不区分大小写。"),
    (
        "Answer 200 to an event_id that you have seen: refusing it brings it back.",
        "见过的 event_id 也应答 200：拒绝只会让它再来。",
    ),
    (
        "Keep the event_id for 7.1 h, where it survives a restart, in one transaction with the effect.",
        "event_id 保存 7.1 小时，重启后仍在，并与其效果在同一事务中写入。",
    ),
    ("Answer first and work afterwards, with more than one worker.", "先应答再处理，并使用多个工作进程。"),
    (
        "Store the event, answer 200, and work afterwards: what takes longer than 3 s comes again.",
        "先保存事件并应答 200，之后再处理：超过 3 秒的会重发。",
    ),
    (
        "Answer the URL check before any other work; a function that starts cold may need to be kept warm.",
        "先应答 URL 校验再做其他事；冷启动的函数可能需要预热。",
    ),
    (
        "Speak HTTP/1.1 with keep-alive (a development server often does not): each new connection costs time.",
        "使用 HTTP/1.1 keep-alive（开发服务器往往没有）：每个新连接都耗时。",
    ),
    ("Take it or refuse it with 413, but answer.", "接受，或以 413 拒绝，但要应答。"),
    ("Answer 400 where the body does not parse.", "请求体无法解析时应答 400。"),
    ("Answer 400 where there is no body.", "没有请求体时应答 400。"),
    (
        "Answer 500 where the body does not open, and log it: with 200 the platform takes the event as handled.",
        "请求体无法解密时应答 500 并记录日志：应答 200 平台会认为已处理。",
    ),
    (
        "Catch what a request raises: one bad request must not end the process.",
        "捕获请求引发的异常：一个坏请求不能让进程结束。",
    ),
    ("As for a plain valid event.", "同上：有效事件未被接受。"),
    (
        "It could not open the body: its encrypt key is another one than the given.",
        "它无法解密请求体：它的 Encrypt Key 与所给的不同。",
    ),
    (
        "The Node SDK answers so until `autoChallenge: true` is set.",
        "Node SDK 在设置 `autoChallenge: true` 之前会这样应答。",
    ),
    (
        "The Node SDK answers so and runs no handler, but the platform takes any 200 as delivered: answer 4xx or 5xx.",
        "Node SDK 会这样应答且不运行处理函数，但平台把任何 200 都当作已送达：应答 4xx 或 5xx。",
    ),
    (
        "The Node SDK answers so where the signature does not match: is the encrypt key the app's? Else never mind.",
        "签名不符时 Node SDK 会这样应答：Encrypt Key 是该应用的吗？如是则可忽略。",
    ),
    (
        "An app on the Node SDK ends so over a body that it cannot decrypt: is the encrypt key the app's?",
        "基于 Node SDK 的应用遇到无法解密的请求体会这样结束：Encrypt Key 是该应用的吗？",
    ),
    (
        "Nothing went through, but answer 4xx or 5xx: to the sender a crash looks the same.",
        "没有放行，但应答 4xx 或 5xx：对发送方来说崩溃也是这样。",
    ),
    (
        "More than half of the limit is used: a slow moment will cross it. Answer first, work afterwards.",
        "已用去一半以上的时限：稍慢就会超时。先应答，再处理。",
    ),
    (
        "If the effect comes later than the answer, give it more time with --effect-wait.",
        "如果生效晚于应答，用 --effect-wait 多等一会儿。",
    ),
    (
        "The command has to print one whole number, how often the event took effect, and to end with 0.",
        "命令必须输出一个整数，即事件生效的次数，并以 0 结束。",
    ),
    // What a receiver takes instead of what is right.
    (
        "it answers when the check is signed, but the platform never signs it: answer it before the signature is checked",
        "带签名时它才应答，但平台从不对此签名：先应答，再校验签名",
    ),
    (
        "it answers the unencrypted check only: it has no encrypt key, or does not use it",
        "它只应答未加密的校验：没有 Encrypt Key，或没有使用",
    ),
    (
        "it answers the unencrypted check, but takes no unencrypted event: its encrypt key is another one",
        "它应答未加密的校验，却不接受未加密的事件：它的 Encrypt Key 不同",
    ),
    (
        "it takes {}: the signature is a plain SHA-256 of timestamp + nonce + encrypt key + raw body, in lower-case hex",
        "它接受 {}：签名应是 timestamp + nonce + encrypt key + 原始请求体的 SHA-256，小写十六进制",
    ),
    (
        "it takes unencrypted events only: it has no encrypt key, or does not use it",
        "它只接受未加密的事件：没有 Encrypt Key，或没有使用",
    ),
    (
        "it has encrypt key and verification token in each other's place: Python's SDK takes the key first, Go's and Java's the token",
        "Encrypt Key 和 Verification Token 放反了：Python SDK 先密钥，Go 和 Java 先 token",
    ),
    // An SDK's own deviations.
    ("The {} SDK {}.", "{} SDK：{}。"),
    (
        "checks the token of the URL check only: compare `header.token` in your handler",
        "只检查 URL 校验的 token：请在处理函数中比较 `header.token`",
    ),
    (
        "answers 500 to event types without a handler: subscribe to none of those",
        "对没有处理函数的事件类型应答 500：不要订阅它们",
    ),
    ("takes a plain body if its signature is right", "签名正确就接受明文请求体"),
    (
        "takes an encrypted event without a token, though not one with a wrong token",
        "接受没有 token 的加密事件，但不接受 token 错误的",
    ),
    ("echoes the challenge whatever the token", "不论 token 如何都返回 challenge"),
    (
        "answers an empty 200 and runs no handler: what it refuses is never sent again",
        "应答空的 200 且不运行处理函数：它拒绝的不会重发",
    ),
    (
        "never checks a token: compare `header.token` in your handler",
        "从不检查 token：请在处理函数中比较 `header.token`",
    ),
    ("answers 200 to what it could not parse", "对无法解析的内容应答 200"),
    (
        "ends the process over a body that does not open: run it under a supervisor",
        "请求体无法解密时进程会结束：请用守护程序运行",
    ),
    (
        "ended its process at an earlier case: run it under a supervisor",
        "进程已在先前的用例中结束：请用守护程序运行",
    ),
];
