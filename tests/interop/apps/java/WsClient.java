import com.lark.oapi.ws.Client;

/**
 * A long-connection client as the vendor's documentation shows it: the SDK's ws client and event dispatcher.
 *
 * <p>Environment: INTEROP_DOMAIN, INTEROP_APP_ID, INTEROP_APP_SECRET, and what Handlers reads. Ends with its input.
 */
final class WsClient {
  private WsClient() {}

  public static void main(String[] arguments) {
    Handlers.endWithInput();
    // Over the long connection nothing is encrypted or signed: both secrets are empty.
    Client client =
        new Client.Builder(System.getenv("INTEROP_APP_ID"), System.getenv("INTEROP_APP_SECRET"))
            .eventHandler(Handlers.dispatcher("", ""))
            .domain(System.getenv("INTEROP_DOMAIN"))
            .build();
    client.start();
  }
}
