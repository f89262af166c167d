//! What is said where an app could not be reached at all, and the way out.

use crate::cli::CliError;
use crate::engine::deliver::{UrlCheckError, failure};
use crate::report::Outcome;
use crate::wire::Target;

/// The error that ends the run. `total` events were to be sent, where that is known.
pub(crate) fn error(target: &Target, outcome: &Outcome, total: Option<u64>) -> CliError {
    let (message, help) = reason_and_way_out(target, outcome);
    let sent = total.map_or(String::new(), |total| format!("\n  0 of {total} sent"));
    CliError::Unreachable { message: format!("{message}{sent}"), help }
}

/// The same of a URL check; of one that was answered, what is wrong with that.
pub(crate) fn of_url_check(target: &Target, checked: UrlCheckError) -> CliError {
    match checked {
        UrlCheckError::Send(failed) if failed.is_unreachable() => error(target, &failure(failed), None),
        answered => answered.into(),
    }
}

fn reason_and_way_out(target: &Target, outcome: &Outcome) -> (String, String) {
    // What comes through a proxy and fails behind it is the app's.
    let (is_before_proxy, refused) = match outcome {
        Outcome::Tls { reason } => (reason.contains("tunnel"), false),
        Outcome::Unreachable { reason } => (true, reason == "connection refused"),
        _ => (false, false),
    };
    if let Some(variable) = target.proxy_variable().filter(|_| is_before_proxy) {
        let help = format!(
            "`{variable}` names a proxy, which stands between: is it there, and does it let this pass?\n        \
             NO_PROXY={} goes past it",
            target.host()
        );
        return (format!("cannot reach {target}: {outcome}"), help);
    }
    match outcome {
        _ if refused => (
            format!("nothing listens at {target} (connection refused)"),
            "start the app (--wait 60s waits for it), or deliver to\n        `helpdesk-evt listen`: http://127.0.0.1:7777/webhook/event"
                .to_owned(),
        ),
        Outcome::Tls { reason } => of_tls(target, outcome, reason),
        _ => (format!("cannot reach {target}: {outcome}"), "check the host and port of --url".to_owned()),
    }
}

/// What a failed handshake means; the texts are those of the TLS library.
fn of_tls(target: &Target, outcome: &Outcome, reason: &str) -> (String, String) {
    let has = |part: &str| reason.to_lowercase().contains(&part.to_lowercase());
    if has("InvalidContentType") {
        let plain = target.to_string().replacen("https://", "http://", 1);
        let help = format!("if the app speaks plain HTTP: {plain}");
        return (format!("{target} does not answer in TLS"), help);
    }
    let help = if has("CaUsedAsEndEntity") {
        "the certificate is that of an authority (CA:TRUE), which a server must not show:\n        \
         make one with `-addext basicConstraints=critical,CA:FALSE`, or take any with -k"
    } else if has("not valid for name") || has("NotValidForName") {
        "the certificate is for another name: use that one in --url, or take any with -k"
    } else if has("not valid yet") || has("NotValidYet") {
        "the certificate is not valid yet: is the clock right? -k takes any certificate"
    } else if has("expired") {
        "the certificate has expired: renew it, or take any with -k"
    } else if has("CertificateRequired") {
        "the app wants a certificate of the sender, which the platform does not have either"
    } else if has("BadSignature") {
        "the certificate's key is not the app's, or too weak (RSA below 2048 bits): make another,\n        \
         or take any with -k"
    } else if has("HandshakeFailure") {
        "the app broke the handshake off: does it want a certificate of the sender, or ciphers\n        \
         that are no longer used?"
    } else if ["fatal alert", "eof", "reset", "peer is incompatible"].into_iter().any(has) {
        "the app broke the handshake off: does it speak TLS 1.2 or 1.3 at this port?"
    } else {
        "give its authority's certificate (its own, where it is self-signed) with --cacert FILE,\n        \
         or take any with -k"
    };
    (format!("cannot reach {target}: {outcome}"), help.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(outcome: &Outcome) -> (String, String) {
        let error = error(&"https://127.0.0.1:7801/webhook/event".parse().unwrap(), outcome, Some(30));
        (error.to_string(), error.help().unwrap())
    }

    #[test]
    fn each_failure_has_its_own_way_out() {
        let refused = Outcome::Unreachable { reason: "connection refused".to_owned() };
        let (message, help) = said(&refused);
        assert!(message.ends_with("(connection refused)\n  0 of 30 sent"), "{message}");
        assert!(help.contains("http://127.0.0.1:7777/webhook/event"));
        let tls = |reason: &str| said(&Outcome::Tls { reason: reason.to_owned() });
        let (message, help) = tls("received corrupt message of type InvalidContentType");
        assert!(
            message.starts_with("https://127.0.0.1:7801/webhook/event does not answer in TLS"),
            "{message}"
        );
        assert_eq!(help, "if the app speaks plain HTTP: http://127.0.0.1:7801/webhook/event");
        for (reason, part) in [
            ("invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))", "CA:FALSE"),
            ("invalid peer certificate: UnknownIssuer", "--cacert"),
            ("invalid peer certificate: certificate not valid for name \"a\"", "another name"),
            ("invalid peer certificate: certificate expired: x", "renew"),
            ("invalid peer certificate: certificate not valid yet: x", "is the clock right"),
            ("received fatal alert: CertificateRequired", "a certificate of the sender"),
            ("received fatal alert: ProtocolVersion", "broke the handshake off"),
            ("received fatal alert: HandshakeFailure", "a certificate of the sender"),
            ("connection reset by peer", "broke the handshake off"),
            ("invalid peer certificate: BadSignature", "RSA below 2048 bits"),
        ] {
            let (_, help) = tls(reason);
            assert!(help.contains(part), "{reason}: {help}");
        }
    }
}
