//! `listen`: what it does, and why a request is turned away.

use super::entry::Entry;

/// The texts of `listen`.
pub(super) const TABLE: &[Entry] = &[
    ("listening on {}", "监听 {}"),
    ("decrypting, verifying signature and token", "解密，校验签名和 token"),
    ("decrypting, verifying the signature; any token will do", "解密，校验签名；任何 token 均可"),
    ("verifying the token; no encrypt key, so no signature", "校验 token；没有 Encrypt Key，因此没有签名"),
    ("verifying nothing: no encrypt key and no token given", "不做校验：未提供 Encrypt Key 和 token"),
    ("recording to {}", "记录到 {}"),
    ("the request is for `{}`", "请求的路径是 `{}`"),
    ("this receiver's path is `{}`", "此接收端的路径是 `{}`"),
    ("the method is {}", "请求方法是 {}"),
    ("the platform sends POST only", "平台只发送 POST"),
    ("the body is larger than {} bytes", "请求体超过 {} 字节"),
    ("an event has a few kB; --max-body sets the limit", "事件只有几 kB；上限由 --max-body 设定"),
    ("the body did not come within {} ms", "请求体未在 {} ms 内到达"),
    ("does its length match the Content-Length header?", "长度与 Content-Length 头相符吗？"),
    (
        "the request was given up: there is too much of requests that are not whole",
        "已放弃该请求：不完整的请求太多",
    ),
    ("it had been on its way the longest; do other senders stall?", "它等待得最久；有其他发送方停滞吗？"),
    ("a browser sent it for a web page (its {} header says so)", "由浏览器为网页发送（见其 {} 头）"),
    ("the platform sends no such header", "平台不发送这样的头"),
    ("the request broke off in its body", "请求在请求体中途断开"),
    ("the sender closed the connection; did it run into a time-out?", "发送方关闭了连接；是否超时了？"),
    ("the body is not JSON: it breaks off after {} bytes", "请求体不是 JSON：在 {} 字节后中断"),
    (
        "the body is the event's JSON, whole and nothing else; was it cut on its way, or when it was captured?",
        "请求体只能是完整的事件 JSON；是否在途中或抓取时被截断？",
    ),
    ("the body is not JSON: {}", "请求体不是 JSON：{}"),
    ("the body is the event's JSON and nothing else", "请求体只能是事件的 JSON"),
    ("the body is not encrypted, but an encrypt key is given here", "请求体未加密，但这里提供了 Encrypt Key"),
    (
        "set the Encrypt Key on the sender's side, or leave it out here",
        "在发送方设置 Encrypt Key，或在这里不提供",
    ),
    ("the body is encrypted, and no encrypt key is given here", "请求体已加密，但这里没有提供 Encrypt Key"),
    (
        "give it with --encrypt-key-file FILE or HELPDESK_EVT_ENCRYPT_KEY",
        "用 --encrypt-key-file FILE 或 HELPDESK_EVT_ENCRYPT_KEY 提供",
    ),
    (
        "the body does not open with the encrypt key, but with the verification token",
        "请求体用 Encrypt Key 打不开，用 Verification Token 却可以",
    ),
    (
        "the encrypt key and the verification token are swapped, here or on the sender's side; the SDKs for Python and Go take them in opposite orders",
        "Encrypt Key 和 Verification Token 放反了，在这里或在发送方；Python 和 Go 的 SDK 参数顺序相反",
    ),
    ("the body does not open: {}", "请求体无法解密：{}"),
    (
        "the encrypted text is not base64; send it as it was received, unwrapped and complete",
        "密文不是 base64；请原样完整发送",
    ),
    (
        "the encrypted text holds {} bytes, fewer than the 32 of an IV and one block; was it cut?",
        "密文只有 {} 字节，不足 IV 加一个块的 32 字节；被截断了吗？",
    ),
    (
        "the encrypted text holds {} bytes, not a multiple of 16; was it cut?",
        "密文有 {} 字节，不是 16 的倍数；被截断了吗？",
    ),
    (
        "the opened text does not end in padding; most likely it was encrypted with another encrypt key",
        "解密后没有填充；很可能是用另一个 Encrypt Key 加密的",
    ),
    ("the body opens to something that is not JSON", "请求体解密后不是 JSON"),
    (
        "either it was encrypted with another encrypt key, or the sender encrypts broken text",
        "可能是用另一个 Encrypt Key 加密的，或发送方加密了损坏的文字",
    ),
    ("the URL check has no `challenge` to answer", "URL 校验没有可应答的 `challenge`"),
    ("the signature is missing: no header {}", "缺少签名：没有头 {}"),
    (
        "with an encrypt key every event is signed; only the URL check is not",
        "有 Encrypt Key 时每个事件都有签名；只有 URL 校验没有",
    ),
    (
        "the event has no token, and a verification token is given here",
        "事件没有 token，但这里提供了 Verification Token",
    ),
    (
        "the platform puts the app's Verification Token into `header.token`",
        "平台把应用的 Verification Token 放在 `header.token` 中",
    ),
    ("the token in the body is the encrypt key", "请求体中的 token 是 Encrypt Key"),
    ("the token in the body is not the verification token", "请求体中的 token 不是 Verification Token"),
    ("is it the token of another app?", "是其他应用的 token 吗？"),
    ("the signature does not match the body", "签名与请求体不符"),
    (
        "no known mistake gives the value that came: is the encrypt key the sender's, and did nothing change the body on its way?",
        "没有已知错误会得出此值：Encrypt Key 是发送方的吗？请求体在途中有无改动？",
    ),
    (
        "what came is {}; the platform sends the lower-case hex of a plain SHA-256 of timestamp + nonce + encrypt key + the body as sent",
        "收到的是 {}；平台发送 timestamp + nonce + encrypt key + 原始请求体的 SHA-256，小写十六进制",
    ),
    ("in upper-case hex", "大写十六进制"),
    ("as base64", "以 base64 表示"),
    ("keyed with the {}", "密钥为 {}"),
    ("HMAC-SHA256 of {}", "{} 的 HMAC-SHA256"),
    ("keyed with {}", "密钥为 {}"),
    ("as custom bots sign", "同自定义机器人"),
    ("SHA-256 of {}", "{} 的 SHA-256"),
    ("{} + the body", "{} + 请求体"),
    ("{} + the decrypted body", "{} + 解密后的请求体"),
    ("{} + the body written again as JSON", "{} + 重新生成的 JSON"),
    ("{} + the decrypted body written again as JSON", "{} + 解密后重新生成的 JSON"),
    ("the body", "请求体"),
    ("the decrypted body", "解密后的请求体"),
];
