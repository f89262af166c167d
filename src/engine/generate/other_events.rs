//! Events beside the updates of tickets: the other Helpdesk types, and other products. They follow the tickets' lives,
//! and change no byte of the updates.

use super::plan::{Recipe, Share};
use super::rng::Rng;
use super::schedule::{Creation, TicketUpdate};
use super::ticket_fields::{Detail, TicketLook};
use super::writer::{begin, helpdesk_id, object, ticket_id};
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
        let (number, is_message) = (happening.number, self.products.chance(70));
        let event_type = if is_message { "im.message.receive_v1" } else { "im.message.message_read_v1" };
        begin(lines, self.recipe.seed, PRODUCT | number, happening.made, event_type);
        if is_message {
            push(lines, &format!(r#""message":{{"chat_id":"oc_{:032}","chat_type":"group","#, number % 97));
            push(lines, &format!(r#""content":"{{\"text\":\"sample\"}}","message_id":"om_{number:032}","#));
            push(
                lines,
                r#""message_type":"text"},"sender":{"sender_type":"user","tenant_key":"0000000000000001"}"#,
            );
        } else {
            push(lines, &format!(r#""message_id_list":["om_{number:032}"],"#));
            push(lines, r#""reader":{"tenant_key":"0000000000000001"}"#);
        }
        push(lines, "}}\n");
        1
    }

    fn review(&mut self, state: &TicketUpdate, lines: &mut Vec<u8>) {
        begin(lines, self.recipe.seed, REVIEW | state.ticket, state.made, "helpdesk.notification.approve_v1");
        let status = self.rng.pick(REVIEWS).copied().unwrap_or_default();
        let (helpdesk, task) = (helpdesk_id(state.look.helpdesk), TASK_ID + state.ticket);
        push(lines, &format!(r#""approve_status":"{status}","helpdesk_id":"{helpdesk}","#));
        push(lines, &format!("\"notification_id\":\"{task}\"}}}}\n"));
    }

    fn message(&self, state: &TicketUpdate, message: &Message, lines: &mut Vec<u8>) {
        let seed = self.recipe.seed;
        let Message { event, id, position, made, sender_type, text } = *message;
        let ticket = ticket_id(seed, state.ticket);
        let sender = if sender_type == 2 { state.look.guest } else { 900_000_000 };
        begin(lines, seed, event, made, "helpdesk.ticket_message.created_v1");
        push(
            lines,
            &format!(r#""chat_id":"oc_{ticket:032}","content":{{"content":"{text}","msg_type":"text"}},"#),
        );
        push(lines, &format!(r#""event_id":"{:08}-0000-4000-8000-{id:012}","#, seed % 100_000_000));
        push(lines, &format!(r#""message_id":"om_{id:032}","msg_type":"text","position":{position},"#));
        if sender_type != 1 {
            push(lines, &format!(r#""sender_id":{{"open_id":"ou_{sender:032}"}},"#));
        }
        push(lines, &format!(r#""sender_type":{sender_type},"text":"{text}","#));
        push(lines, &format!(r#""ticket":{{"status":{},"ticket_id":"{ticket}""#, state.status.code()));
        // Beside broken updates it would contradict what is left of them.
        if state.look.detail != Detail::Minimal && self.recipe.invalid == Share::default() {
            push(lines, &format!(r#","ticket_type":{}"#, state.stage.code()));
        }
        let message_id = MESSAGE_ID + seed % 100_000 * 1_000_000_000_000 + id;
        push(lines, &format!("}},\"ticket_message_id\":\"{message_id}\"}}}}\n"));
    }
}

fn push(lines: &mut Vec<u8>, text: &str) {
    lines.extend_from_slice(text.as_bytes());
}
