//! What the answers of the official SDKs mean.

use super::entry::Entry;

/// The meanings, as fragments.
pub(super) const TABLE: &[Entry] = &[
    (
        "200 with an empty body: the Node SDK answers so when the signature does not match. Is the encrypt key the app's?",
        "200 但应答体为空：签名不符时 Node SDK 会这样应答。Encrypt Key 是该应用的吗？",
    ),
    (
        "200, but the Node SDK could not read an event type: the body did not come through as JSON, or it is a URL check without `autoChallenge: true`",
        "200，但 Node SDK 读不出事件类型：请求体不是 JSON，或是未设 `autoChallenge: true` 的 URL 校验",
    ),
    (
        "200, but no handler ran: none is registered for this event type (the Node SDK answers so)",
        "200，但没有运行处理函数：此事件类型未注册（Node SDK 会这样应答）",
    ),
    (
        "200, but no handler ran: none is registered for this event type (the Go and Java SDKs answer so)",
        "200，但没有运行处理函数：此事件类型未注册（Go 和 Java SDK 会这样应答）",
    ),
    ("nothing was handled: no handler is registered for {}", "没有处理任何事件：{} 未注册处理函数"),
    (
        "the app has another verification token (or encrypt key and token are swapped: the order of the two differs between the SDKs)",
        "应用的 Verification Token 不同（或 Encrypt Key 与 token 放反了：各 SDK 的参数顺序不同）",
    ),
    (
        "no token was given, and the bundled events carry `synthetic-token`, recorded ones their own: give the app's with --verification-token-file FILE",
        "未提供 token，内置事件带 `synthetic-token`，录制的带其自身的：用 --verification-token-file FILE 提供应用的 token",
    ),
    (
        "the app opened the body to no JSON: it has another encrypt key (or encrypt key and token are swapped: the order of the two differs between the SDKs)",
        "应用解密后得到的不是 JSON：Encrypt Key 不同（或与 token 放反了：各 SDK 的参数顺序不同）",
    ),
    (
        "the app could not decrypt the body: it has another encrypt key (or encrypt key and token are swapped)",
        "应用无法解密请求体：Encrypt Key 不同（或与 token 放反了）",
    ),
    (
        "the body is encrypted, but the app was built without an encrypt key",
        "请求体已加密，但应用没有配置 Encrypt Key",
    ),
    (
        "{} (lark-oapi 1.6.2 and 1.6.3 answer so; they were withdrawn: take another version)",
        "{}（lark-oapi 1.6.2 和 1.6.3 会这样应答；已被撤回：请换版本）",
    ),
    (
        "lark-oapi 1.6.2 and 1.6.3 answer so; they were withdrawn: take another version",
        "lark-oapi 1.6.2 和 1.6.3 会这样应答；已被撤回：请换版本",
    ),
    (
        "the app's handler threw: its own log says why (the Node SDK acks 500 for nothing else)",
        "应用的处理函数抛出异常：原因见其日志（Node SDK 只在此时确认 500）",
    ),
    (
        "the app's handler threw, or none is registered for this event type (the Java SDK acks 500 for both), or it is the typed one, whose times have 32 bits: onCustomizedEvent(\"helpdesk.ticket.updated_v1\", ..) reads the JSON itself",
        "应用的处理函数抛出异常，或此事件类型未注册（Java SDK 均确认 500），或是时间只有 32 位的类型化处理函数：onCustomizedEvent(\"helpdesk.ticket.updated_v1\", ..) 自行读取 JSON",
    ),
    (
        "the app's handler raised, or none is registered for this event type (the Python SDK acks 500 for both): its own log says which",
        "应用的处理函数抛出异常，或此事件类型未注册（Python SDK 均确认 500）：见其日志",
    ),
    (
        "the app's handler returned an error, or none is registered for this event type (the Go SDK acks 500 for both; a panic is not acked at all): its own log says which",
        "应用的处理函数返回错误，或此事件类型未注册（Go SDK 均确认 500；panic 则不确认）：见其日志",
    ),
    (
        "the app's handler failed, or none is registered for this event type: its own log says which",
        "应用的处理函数失败，或此事件类型未注册：见其日志",
    ),
    (
        "the app computes another signature: is the encrypt key the app's, and does it hash the raw body as it came?",
        "应用算出的签名不同：Encrypt Key 是该应用的吗？它对原始请求体做哈希吗？",
    ),
    (
        "no handler is registered for this event type (the Python SDK refuses then)",
        "此事件类型未注册处理函数（Python SDK 会拒绝）",
    ),
    ("no handler is registered for this event type", "此事件类型未注册处理函数"),
    (
        "the app has an encrypt key, but the event was sent in the clear: give the key with --encrypt-key-file",
        "应用配置了 Encrypt Key，但事件以明文发送：用 --encrypt-key-file 提供密钥",
    ),
    (
        "the app has an encrypt key, but the event was sent in the clear: give the key with --encrypt-key-file (the Java SDK answers so)",
        "应用配置了 Encrypt Key，但事件以明文发送：用 --encrypt-key-file 提供密钥（Java SDK 会这样应答）",
    ),
    (
        "the Java SDK's typed handler reads times as 32-bit numbers and loses every real event: register onCustomizedEvent(\"helpdesk.ticket.updated_v1\", ..), whose EventReq has the JSON (getPlain of a webhook, getBody of the long connection)",
        "Java SDK 的类型化处理函数用 32 位读取时间，会丢失所有真实事件：注册 onCustomizedEvent(\"helpdesk.ticket.updated_v1\", ..)，其 EventReq 有 JSON（webhook 用 getPlain，长连接用 getBody）",
    ),
    (
        "the Go SDK's typed handler cannot hold a value of this event: its type is another one than the documented",
        "Go SDK 的类型化处理函数无法容纳此事件的某个值：其类型与文档不同",
    ),
    (
        "the Go SDK answers so where a handler panics, and where encrypt key and token are swapped",
        "处理函数 panic，或 Encrypt Key 与 token 放反时，Go SDK 会这样应答",
    ),
    (
        "the app has an encrypt key and wants the signature headers: give the key with --encrypt-key-file",
        "应用配置了 Encrypt Key 并要求签名头：用 --encrypt-key-file 提供密钥",
    ),
    ("this port wants TLS: write https:// in --url", "此端口需要 TLS：在 --url 中写 https://"),
    ("is the path of the URL right?", "URL 的路径对吗？"),
    ("does the app take POST at this path?", "应用在此路径接受 POST 吗？"),
    (
        "it went out in {} pieces: the Go and Java SDKs lose events whose pieces come back to back; --split-gap 5ms does for Go, 100ms for a JVM that has just started",
        "分 {} 片发出：Go 和 Java SDK 会丢失连续到达的分片；Go 用 --split-gap 5ms，刚启动的 JVM 用 100ms",
    ),
    (
        "the app closed the connection without an answer and takes no other: it has ended (an app on the Node SDK ends where a handler raises and on a body that it cannot decrypt: is the encrypt key the app's?)",
        "应用未应答就关闭了连接，且不再接受连接：它已结束（Node SDK 的应用在处理函数抛出异常或无法解密时会结束：Encrypt Key 是该应用的吗？）",
    ),
];
