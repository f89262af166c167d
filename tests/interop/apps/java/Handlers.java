import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.lark.oapi.core.request.EventReq;
import com.lark.oapi.event.CustomEventHandler;
import com.lark.oapi.event.EventDispatcher;
import com.lark.oapi.service.helpdesk.HelpdeskService;
import com.lark.oapi.service.helpdesk.v1.model.P2TicketUpdatedV1;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What both apps share: the SDK's event dispatcher with one handler, as the vendor's documentation shows it.
 *
 * <p>INTEROP_TYPED=1 registers the SDK's typed handler, whose times are 32-bit; else the handler reads the JSON itself.
 * INTEROP_RAISE=1 makes it throw. INTEROP_RECORD is the file that gets one line `event_id ticket_id` per handled event.
 */
final class Handlers {
  private Handlers() {}

  /** The token comes first here and in the Go SDK; in the Python SDK it comes second. */
  static EventDispatcher dispatcher(String token, String encryptKey) {
    EventDispatcher.Builder builder = EventDispatcher.newBuilder(token, encryptKey);
    if (System.getenv("INTEROP_TYPED") != null) {
      return builder
          .onP2TicketUpdatedV1(
              new HelpdeskService.P2TicketUpdatedV1Handler() {
                @Override
                public void handle(P2TicketUpdatedV1 event) throws IOException {
                  handled(event.getHeader().getEventId(), event.getEvent().getObject().getTicketId());
                }
              })
          .build();
    }
    return builder
        .onCustomizedEvent(
            "helpdesk.ticket.updated_v1",
            new CustomEventHandler() {
              @Override
              public void handle(EventReq request) throws IOException {
                JsonObject event = JsonParser.parseString(text(request)).getAsJsonObject();
                JsonObject object = event.getAsJsonObject("event").getAsJsonObject("object");
                handled(
                    event.getAsJsonObject("header").get("event_id").getAsString(),
                    object.get("ticket_id").getAsString());
              }
            })
        .build();
  }

  /** A webhook's opened JSON is in getPlain(); over the long connection that is null and getBody() is the JSON. */
  private static String text(EventReq request) {
    String plain = request.getPlain();
    return plain != null ? plain : new String(request.getBody(), StandardCharsets.UTF_8);
  }

  private static synchronized void handled(String eventId, String ticketId) throws IOException {
    if (System.getenv("INTEROP_RAISE") != null) {
      throw new IllegalStateException("handler raised on purpose");
    }
    Path record = Path.of(System.getenv("INTEROP_RECORD"));
    Files.writeString(record, eventId + " " + ticketId + "\n", StandardOpenOption.APPEND);
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
