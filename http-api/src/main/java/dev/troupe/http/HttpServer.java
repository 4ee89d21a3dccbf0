package dev.troupe.http;

import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** The API behind a socket. */
public final class HttpServer {
  private final ServerBinding binding;
  private final HttpSettings settings;

  private HttpServer(ServerBinding binding, HttpSettings settings) {
    this.binding = binding;
    this.settings = settings;
  }

  public static CompletionStage<HttpServer> bind(
      ActorSystem<?> system, Api api, HttpSettings settings) {
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(serverSettings(system, settings))
        .bind(api::handle)
        .thenApply(binding -> new HttpServer(binding, settings));
  }

  private static ServerSettings serverSettings(ActorSystem<?> system, HttpSettings settings) {
    String idle = settings.maxWait().plusSeconds(30).toMillis() + "ms";
    return ServerSettings.create(
        ConfigFactory.parseMap(
                Map.of(
                    // A wait is bounded by max-wait; a timer per request would only cost.
                    "pekko.http.server.request-timeout",
                    "infinite",
                    "pekko.http.server.idle-timeout",
                    idle,
                    "pekko.http.server.server-header",
                    "",
                    "pekko.http.server.max-connections",
                    settings.maxConnections(),
                    "pekko.http.server.backlog",
                    settings.backlog(),
                    "pekko.http.server.parsing.max-content-length",
                    "infinite",
                    "pekko.http.server.parsing.error-handler",
                    ParsingProblems.class.getName(),
                    "pekko.http.server.transparent-head-requests",
                    "on"))
            .withFallback(system.settings().config()));
  }

  public String url() {
    InetSocketAddress address = binding.localAddress();
    String host = address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /** Takes no more connections, then lets requests under way end for the grace that is set. */
  public CompletionStage<?> stop() {
    return binding.terminate(settings.shutdownGrace());
  }
}
