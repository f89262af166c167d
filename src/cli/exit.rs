//! The exit codes, in words: shown in `--help` and the man page.

/// The table of exit codes.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    clean
  1    findings: an invalid event, an expectation missed, a delivery that failed
  2    usage or configuration; also: no input
  3    input that cannot be read
  4    network: the target could not be reached at all
  5    a bug in helpdesk-evt
  130  interrupted (SIGINT); 143 terminated (SIGTERM, SIGHUP); after a clean stop

Every flag can also be set as HELPDESK_EVT_<FLAG> (HELPDESK_EVT_FORMAT=short) or
in helpdesk-evt.toml (`helpdesk-evt config init`). A flag wins over the
environment, the environment over the file.";
