//! The live page and the reports in a real browser: what appears when, the keyboard, two tabs, a restart, many events,
//! hostile texts, who gets in, and what axe says of their looks. Screenshots are left in `target/interop/scratch`.

use crate::sdk::is_page_selected;
use crate::toolchain;

/// Runs a test of `apps/browser/page.mjs`; what it measured is printed.
#[expect(clippy::print_stdout, reason = "the figures of a browser are read with --nocapture")]
fn look(test: &str) {
    if !is_page_selected() {
        return;
    }
    let output = toolchain::browser(test).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{test}: {said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_event_appears_in_two_tabs() {
    look("appears");
}

#[test]
fn by_keyboard_an_event_is_found_replayed_edited_and_delivered_to_a_real_receiver() {
    look("keyboard");
}

#[test]
fn rows_stand_in_the_order_in_which_requests_came() {
    look("order");
}

#[test]
fn another_run_is_told_from_the_one_before() {
    look("restart");
}

#[test]
fn of_ten_thousand_events_only_those_on_the_screen_are_drawn() {
    look("many");
}

#[test]
fn markup_and_scripts_in_every_field_stay_text() {
    look("hostile");
}

#[test]
fn nobody_gets_in_by_another_name_or_without_the_cookie() {
    look("access");
}

#[test]
fn the_connections_of_a_gateway_are_dropped_from_it() {
    look("gateway");
}

#[test]
fn the_next_delivery_of_a_replay_is_dropped_from_it() {
    look("steering");
}

#[test]
fn reports_are_accessible_in_both_themes_languages_and_widths() {
    look("reports");
}

#[test]
fn it_is_accessible_in_both_themes_languages_and_widths() {
    look("looks");
}
