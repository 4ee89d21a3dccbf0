package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.model.RawServer.Script;
import dev.troupe.agents.model.limits.Share;
import dev.troupe.agents.model.price.Prices;
import dev.troupe.agents.telemetry.Telemetry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls of a process that is told to go through a proxy. */
@Timeout(60)
class ProxiedCallsTest {
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    blocking.close();
  }

  private CompletableFuture<ModelReply> ask(RawServer proxy, String url) {
    var settings =
        ModelSettings.of(
            ConfigFactory.parseString(
                    """
                    troupe.models.providers.openai { base-url = "%s", api-key = k, stream = false }
                    troupe.models.retries.times = 0
                    """
                        .formatted(url))
                .withFallback(ConfigFactory.load())
                .resolve());
    var clock = InstantSource.system();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
    var client =
        new BlockingHttpClient(
            settings.http(), blocking, clock, () -> false, ProxySelector.of(address));
    return ModelGateways.create(
            settings,
            (_, _) -> "offline",
            blocking,
            clock,
            client,
            Share.ALONE,
            Prices.NONE,
            Telemetry.NONE)
        .ask(WriterCall.of("openai/m-1", Duration.ofSeconds(20)))
        .toCompletableFuture();
  }

  private RawServer proxy(Script answer) {
    return new RawServer(
        false,
        wire -> {
          heads.add(wire.request());
          answer.play(wire);
        });
  }

  @Test
  void a_proxy_is_told_the_whole_url_of_an_open_call() throws Exception {
    try (var proxy = proxy(wire -> wire.whole(200, "", FakeEndpoint.completion("Hello", "stop")))) {
      assertThat(ask(proxy, "http://models.invalid/v1"))
          .succeedsWithin(Duration.ofSeconds(20))
          .satisfies(reply -> assertThat(reply.text()).isEqualTo("Hello"));

      assertThat(heads.getFirst())
          .startsWith("POST http://models.invalid/v1/chat/completions HTTP/1.1\r\n")
          .contains("\r\nHost: models.invalid\r\n");
    }
  }

  @Test
  void a_proxy_that_opens_no_tunnel_sees_nothing_of_a_call() throws Exception {
    try (var proxy = proxy(wire -> wire.whole(407, "", ""))) {
      assertThat(ask(proxy, "https://models.invalid/v1"))
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withMessageContaining("no connection (Tunnel failed, got: 407)");

      assertThat(heads).hasSize(1);
      assertThat(heads.getFirst())
          .startsWith("CONNECT models.invalid:443 HTTP/1.1\r\n")
          .doesNotContain("Authorization");
    }
  }
}
