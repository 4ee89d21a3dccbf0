package dev.troupe.http.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server a client asks. */
final class ClientOptions {
  private static final String STANDARD_URL = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The server. Default: the one that holds the data directory, else " + STANDARD_URL + ".")
  @Nullable String url;

  @Mixin final DataOptions data = new DataOptions();

  ApiClient client(Streams streams) {
    if (data.config != null) {
      streams.say("--config has no effect: the server does the work, as it was configured");
    }
    String chosen = url;
    if (chosen == null) {
      chosen = Holders.announcedUrl(data.directory()).orElse(STANDARD_URL);
    }
    return new ApiClient(new HttpTransport(chosen));
  }
}
