import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.lark.oapi.core.request.EventReq;
import com.lark.oapi.event.CustomEventHandler;
import com.lark.oapi.event.EventDispatcher;
import com.lark.oapi.service.helpdesk.HelpdeskService;
import com.lark.oapi.service.helpdesk.v1.model.P2NotificationApproveV1;
import com.lark.oapi.service.helpdesk.v1.model.P2TicketCreatedV1;
import com.lark.oapi.service.helpdesk.v1.model.P2TicketMessageCreatedV1;
import com.lark.oapi.service.helpdesk.v1.model.P2TicketUpdatedV1;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What both apps share: the SDK's event dispatcher with its handlers, as the vendor's documentation shows it.
 *
 * <p>INTEROP_TYPED=1 registers the SDK's typed handlers, whose times are 32-bit; else the handlers read the JSON themselves.
 * INTEROP_ALL=1 registers one for each of the four types, else there is one for updates of tickets. INTEROP_RAISE=1 makes
 * them throw. INTEROP_RECORD is the file that gets one line `event_id subject_id` per handled event.
 */
final class Handlers {
  private static final List<String> TYPES =
      List.of(
          "helpdesk.ticket.updated_v1",
          "helpdesk.ticket.created_v1",
          "helpdesk.ticket_message.created_v1",
          "helpdesk.notification.approve_v1");

  private Handlers() {}

  /** The token comes first here and in the Go SDK; in the Python SDK it comes second. */
  static EventDispatcher dispatcher(String token, String encryptKey) {
    EventDispatcher.Builder builder = EventDispatcher.newBuilder(token, encryptKey);
    boolean all = System.getenv("INTEROP_ALL") != null;
    if (System.getenv("INTEROP_TYPED") != null) {
      return typed(builder, all).build();
    }
    for (String type : all ? TYPES : TYPES.subList(0, 1)) {
      builder.onCustomizedEvent(
          type,
          new CustomEventHandler() {
            @Override
            public void handle(EventReq request) throws IOException {
              JsonObject event = JsonParser.parseString(text(request)).getAsJsonObject();
              handled(
                  event.getAsJsonObject("header").get("event_id").getAsString(),
                  subjectId(event.getAsJsonObject("event")));
            }
          });
    }
    return builder.build();
  }

  private static EventDispatcher.Builder typed(EventDispatcher.Builder builder, boolean all) {
    builder.onP2TicketUpdatedV1(
        new HelpdeskService.P2TicketUpdatedV1Handler() {
          @Override
          public void handle(P2TicketUpdatedV1 event) throws IOException {
            handled(event.getHeader().getEventId(), event.getEvent().getObject().getTicketId());
          }
        });
    if (!all) {
      return builder;
    }
    return builder
        .onP2TicketCreatedV1(
            new HelpdeskService.P2TicketCreatedV1Handler() {
              @Override
              public void handle(P2TicketCreatedV1 event) throws IOException {
                handled(event.getHeader().getEventId(), event.getEvent().getTicketId());
              }
            })
        .onP2TicketMessageCreatedV1(
            new HelpdeskService.P2TicketMessageCreatedV1Handler() {
              @Override
              public void handle(P2TicketMessageCreatedV1 event) throws IOException {
                handled(event.getHeader().getEventId(), event.getEvent().getTicket().getTicketId());
              }
            })
        .onP2NotificationApproveV1(
            new HelpdeskService.P2NotificationApproveV1Handler() {
              @Override
              public void handle(P2NotificationApproveV1 event) throws IOException {
                handled(event.getHeader().getEventId(), event.getEvent().getNotificationId());
              }
            });
  }

  /** The id of the ticket or of the push task that an event is about. */
  private static String subjectId(JsonObject event) {
    for (String inner : List.of("object", "ticket")) {
      if (event.has(inner)) {
        return event.getAsJsonObject(inner).get("ticket_id").getAsString();
      }
    }
    return event.get(event.has("ticket_id") ? "ticket_id" : "notification_id").getAsString();
  }

  /** A webhook's opened JSON is in getPlain(); over the long connection that is null and getBody() is the JSON. */
  private static String text(EventReq request) {
    String plain = request.getPlain();
    return plain != null ? plain : new String(request.getBody(), StandardCharsets.UTF_8);
  }

  private static synchronized void handled(String eventId, String subjectId) throws IOException {
    if (System.getenv("INTEROP_RAISE") != null) {
      throw new IllegalStateException("handler raised on purpose");
    }
    Path record = Path.of(System.getenv("INTEROP_RECORD"));
    Files.writeString(record, eventId + " " + subjectId + "\n", StandardOpenOption.APPEND);
  }

  /** Ends the process once its standard input is closed. */
  static void endWithInput() {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (System.in.read() != -1) {}
              } catch (IOException closed) {
                // As good as its end.
              }
              System.exit(0);
            });
    thread.setDaemon(true);
    thread.start();
  }
}
