import com.lark.oapi.core.request.EventReq;
import com.lark.oapi.core.response.EventResp;
import com.lark.oapi.event.EventDispatcher;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A webhook receiver as the vendor's documentation shows it: the JDK's HTTP server and the SDK's event dispatcher.
 *
 * <p>Environment: INTEROP_ENCRYPT_KEY and INTEROP_VERIFICATION_TOKEN ("" for none), and what Handlers reads. Prints `port
 * N`; ends with its input.
 */
final class Receiver {
  private Receiver() {}

  public static void main(String[] arguments) throws IOException {
    EventDispatcher dispatcher =
        Handlers.dispatcher(System.getenv("INTEROP_VERIFICATION_TOKEN"), System.getenv("INTEROP_ENCRYPT_KEY"));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/webhook/event", exchange -> answer(exchange, dispatcher));
    server.start();
    Handlers.endWithInput();
    System.out.println("port " + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, EventDispatcher dispatcher) throws IOException {
    // The SDK looks headers up by their lower-case names.
    Map<String, List<String>> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    EventReq request = new EventReq();
    request.setHttpPath(exchange.getRequestURI().getPath());
    request.setHeaders(headers);
    request.setBody(exchange.getRequestBody().readAllBytes());
    EventResp response;
    try {
      response = dispatcher.handle(request);
    } catch (Throwable thrown) {
      throw new IOException(thrown);
    }
    byte[] body = response.getBody();
    response.getHeaders().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
    exchange.sendResponseHeaders(response.getStatusCode(), body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}
