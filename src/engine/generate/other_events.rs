//! Events beside the updates of tickets: the other Helpdesk types, and other products. They follow the tickets' lives,
//! and change no byte of the updates.

use super::plan::Recipe;
use super::rng::Rng;
use super::schedule::{Creation, TicketUpdate};
use super::ticket_fields::{Detail, TicketLook};
use super::writer::{begin, helpdesk_id, number, object, padded, ticket_id};
use crate::model::{Stage, Status};

/// The event ids of the updates are theirs; these bits tell the others from them.
const BIRTH: u64 = 1 << 56;
const GREETING: u64 = 2 << 56;
const MESSAGE: u64 = 3 << 56;
const REVIEW: u64 = 4 << 56;
const PRODUCT: u64 = 5 << 56;

/// Ids of messages and push tasks are told from those of tickets by their second digit.
const MESSAGE_ID: u64 = 7_200_000_000_000_000_000;
const TASK_ID: u64 = 7_300_000_000_000_000_000;
/// Messages of the bot that greet are numbered from here on.
const GREETINGS: u64 = 500_000_000_000;

const BY_BOT: &[&str] =
    &["Hello, this is a sample answer.", "这是机器人的样例回答", "One moment, please (sample)."];
const BY_GUEST: &[&str] = &["这是一条样例消息", "It still does not work (sample).", "谢谢，样例"];
const BY_AGENT: &[&str] = &["Please try again (sample).", "您好，这是客服的样例回复"];
const REVIEWS: &[&str] = &["APPROVED", "REJECTED", "CANCELED", "DELETED"];

/// Writes other events, by streams of chance of their own.
pub(crate) struct OtherEvents {
    recipe: Recipe,
    rng: Rng,
    products: Rng,
}

struct Message {
    event: u64,
    id: u64,
    position: u64,
    made: i64,
    /// 1 bot, 2 guest, 3 agent.
    sender_type: u64,
    text: &'static str,
}

impl OtherEvents {
    pub(crate) fn new(recipe: &Recipe) -> Self {
        Self { recipe: *recipe, rng: Rng::new(recipe.seed, 2), products: Rng::new(recipe.seed, 3) }
    }

    /// What comes with a new ticket: the event of its creation, mostly a greeting of the bot, seldom the review of a push
    /// task; `made` is when the latest event was made. How many lines that is.
    pub(crate) fn birth(&mut self, birth: Creation, look: TicketLook, made: i64, lines: &mut Vec<u8>) -> u64 {
        let seed = self.recipe.seed;
        // No update is told sooner after it.
        let made = made.max(birth.created + 80);
        let state = TicketUpdate {
            number: BIRTH | birth.ticket,
            ticket: birth.ticket,
            look,
            made,
            created: birth.created,
            updated: birth.created,
            stage: Stage::Bot,
            status: Status::Created,
            old_stage: Stage::Bot,
            old_status: Status::Created,
            old_updated: birth.created,
            score: None,
            solve: None,
        };
        begin(lines, seed, state.number, made, "helpdesk.ticket.created_v1");
        object(seed, &state, lines);
        lines.extend_from_slice(b"}}\n");
        let mut written = 1;
        if self.rng.chance(80) {
            let text = self.rng.pick(BY_BOT).copied().unwrap_or_default();
            let (event, id) = (GREETING | birth.ticket, GREETINGS + birth.ticket);
            self.message(&state, &Message { event, id, position: 1, made, sender_type: 1, text }, lines);
            written += 1;
        }
        if self.rng.chance(2) {
            self.review(&state, lines);
            written += 1;
        }
        written
    }

    /// What follows an update: mostly a message of the one who holds the ticket or of its guest. How many lines that is.
    pub(crate) fn follow(&mut self, happening: &TicketUpdate, lines: &mut Vec<u8>) -> u64 {
        if !self.rng.chance(60) {
            return 0;
        }
        let is_guest = self.rng.chance(50);
        let (sender_type, texts) = match happening.stage {
            _ if is_guest => (2, BY_GUEST),
            Stage::Bot => (1, BY_BOT),
            _ => (3, BY_AGENT),
        };
        let text = self.rng.pick(texts).copied().unwrap_or_default();
        let message = Message {
            event: MESSAGE | happening.number,
            id: happening.number,
            position: 2 + self.rng.below(9),
            made: happening.made,
            sender_type,
            text,
        };
        self.message(happening, &message, lines);
        1
    }

    /// Now and then an event of another product. How many lines that is.
    pub(crate) fn product(&mut self, happening: &TicketUpdate, lines: &mut Vec<u8>) -> u64 {
        if !self.products.chance(12) {
            return 0;
        }
        let event = PRODUCT | happening.number;
        if self.products.chance(70) {
            begin(lines, self.recipe.seed, event, happening.made, "im.message.receive_v1");
            lines.extend_from_slice(br#""message":{"chat_id":"oc_"#);
            padded(lines, happening.number % 97, 32);
            lines.extend_from_slice(
                br#"","chat_type":"group","content":"{\"text\":\"sample\"}","message_id":"om_"#,
            );
            padded(lines, happening.number, 32);
            lines.extend_from_slice(
                br#"","message_type":"text"},"sender":{"sender_type":"user","tenant_key":"0000000000000001"}}}"#,
            );
        } else {
            begin(lines, self.recipe.seed, event, happening.made, "im.message.message_read_v1");
            lines.extend_from_slice(br#""message_id_list":["om_"#);
            padded(lines, happening.number, 32);
            lines.extend_from_slice(br#""],"reader":{"tenant_key":"0000000000000001"}}}"#);
        }
        lines.push(b'\n');
        1
    }

    fn review(&mut self, state: &TicketUpdate, lines: &mut Vec<u8>) {
        begin(lines, self.recipe.seed, REVIEW | state.ticket, state.made, "helpdesk.notification.approve_v1");
        text_member(lines, "approve_status", self.rng.pick(REVIEWS).copied().unwrap_or_default());
        lines.extend_from_slice(br#","helpdesk_id":""#);
        number(lines, helpdesk_id(state.look.helpdesk));
        lines.extend_from_slice(br#"","notification_id":""#);
        number(lines, TASK_ID + state.ticket);
        lines.extend_from_slice(b"\"}}\n");
    }

    fn message(&self, state: &TicketUpdate, message: &Message, lines: &mut Vec<u8>) {
        let seed = self.recipe.seed;
        let (ticket, is_sparse) = (ticket_id(seed, state.ticket), state.look.detail == Detail::Minimal);
        begin(lines, seed, message.event, message.made, "helpdesk.ticket_message.created_v1");
        lines.extend_from_slice(br#""chat_id":"oc_"#);
        padded(lines, ticket, 32);
        lines.extend_from_slice(br#"","content":{"#);
        text_member(lines, "content", message.text);
        lines.extend_from_slice(br#","msg_type":"text"},"event_id":""#);
        padded(lines, seed % 100_000_000, 8);
        lines.extend_from_slice(b"-0000-4000-8000-");
        padded(lines, message.id, 12);
        lines.extend_from_slice(br#"","message_id":"om_"#);
        padded(lines, message.id, 32);
        lines.extend_from_slice(br#"","msg_type":"text","position":"#);
        number(lines, message.position);
        if message.sender_type != 1 {
            lines.extend_from_slice(br#","sender_id":{"open_id":"ou_"#);
            let sender = if message.sender_type == 2 { state.look.guest } else { 900_000_000 };
            padded(lines, sender, 32);
            lines.extend_from_slice(b"\"}");
        }
        lines.extend_from_slice(br#","sender_type":"#);
        number(lines, message.sender_type);
        lines.push(b',');
        text_member(lines, "text", message.text);
        lines.extend_from_slice(br#","ticket":{"status":"#);
        number(lines, state.status.code().unsigned_abs());
        lines.extend_from_slice(br#","ticket_id":""#);
        number(lines, ticket);
        lines.push(b'"');
        // Beside broken updates it would contradict what is left of them.
        if !is_sparse && self.recipe.invalid == super::plan::Share::default() {
            lines.extend_from_slice(br#","ticket_type":"#);
            number(lines, state.stage.code().unsigned_abs());
        }
        lines.extend_from_slice(br#"},"ticket_message_id":""#);
        number(lines, MESSAGE_ID + seed % 100_000 * 1_000_000_000_000 + message.id);
        lines.extend_from_slice(b"\"}}\n");
    }
}

/// `"key":"text"`; the text needs no escapes.
fn text_member(lines: &mut Vec<u8>, key: &str, text: &str) {
    for part in ["\"", key, "\":\"", text, "\""] {
        lines.extend_from_slice(part.as_bytes());
    }
}
