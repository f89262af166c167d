//! The workflows that `ci --init` prints.

use super::args::Service;

const GITHUB: &str = "\
name: helpdesk events
on: [push, pull_request]
permissions:
  contents: read
jobs:
  helpdesk-evt:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - run: cargo install helpdesk-evt --locked
      # The app's own dependencies are installed here.
      - run: helpdesk-evt ci --run 'python app.py' --url http://127.0.0.1:7777/webhook/event --keep reports
        env:
          HELPDESK_EVT_ENCRYPT_KEY: ${{ secrets.HELPDESK_ENCRYPT_KEY }}
          HELPDESK_EVT_VERIFICATION_TOKEN: ${{ secrets.HELPDESK_VERIFICATION_TOKEN }}
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: helpdesk-evt
          path: reports
";

const GITLAB: &str = "\
helpdesk-evt:
  image: rust:1
  timeout: 20m
  # HELPDESK_EVT_ENCRYPT_KEY and HELPDESK_EVT_VERIFICATION_TOKEN are masked variables of the project.
  script:
    - cargo install helpdesk-evt --locked
    # The app's own dependencies are installed here.
    - helpdesk-evt ci --run 'python app.py' --url http://127.0.0.1:7777/webhook/event --keep reports
  artifacts:
    when: always
    paths: [reports]
    reports:
      junit: reports/*.xml
";

pub(crate) fn text(service: Service) -> &'static str {
    match service {
        Service::Github => GITHUB,
        Service::Gitlab => GITLAB,
    }
}
