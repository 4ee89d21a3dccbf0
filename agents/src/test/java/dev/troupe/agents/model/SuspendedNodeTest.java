package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.model.limits.Share;
import dev.troupe.agents.model.price.Prices;
import dev.troupe.agents.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspendedNodeTest {
  private final FakeEndpoint endpoint = new FakeEndpoint().says("hello");
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    endpoint.close();
    blocking.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_process_that_was_suspended_asks_no_model_any_more(boolean stream) {
    var gateway = gateway(stream, () -> true);

    var failure = catchThrowableOfType(ExecutionException.class, () -> reply(gateway));

    assertThat(Objects.requireNonNull(failure).getCause())
        .isInstanceOf(ModelFailure.class)
        .hasMessageContaining("nothing was sent: this node was suspended");
    assertThat(endpoint.received).isEmpty();
  }

  @Test
  void each_call_asks_anew() {
    var isSuspended = new AtomicBoolean();
    var gateway = gateway(false, isSuspended::get);

    assertThat(catchThrowableOfType(ExecutionException.class, () -> reply(gateway))).isNull();
    isSuspended.set(true);
    assertThat(catchThrowableOfType(ExecutionException.class, () -> reply(gateway))).isNotNull();

    assertThat(endpoint.received).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_process_that_is_suspended_while_it_connects_lets_no_body_go(boolean stream)
      throws Exception {
    var seen = new CompletableFuture<String>();
    try (var server = new RawServer(false, wire -> seen.complete(wire.rest()))) {
      var gateway = gateway("http://127.0.0.1:" + server.port(), stream, () -> isConnected(server));

      var failure = catchThrowableOfType(ExecutionException.class, () -> reply(gateway));

      assertThat(Objects.requireNonNull(failure).getCause())
          .hasMessageContaining("nothing was sent: this node was suspended");
      assertThat(seen.get(20, TimeUnit.SECONDS)).doesNotContain("messages");
      assertThat(server.connections).hasValue(1);
    }
  }

  /** Asked before there is a connection, it would wait in vain. */
  private static boolean isConnected(RawServer server) {
    for (int waits = 0; waits < 5_000 && server.connections.get() == 0; waits++) {
      LockSupport.parkNanos(1_000_000);
    }
    return server.connections.get() > 0;
  }

  private ModelGateway gateway(boolean stream, BooleanSupplier isSuspended) {
    return gateway(endpoint.url(), stream, isSuspended);
  }

  private ModelGateway gateway(String url, boolean stream, BooleanSupplier isSuspended) {
    var settings =
        ModelSettings.of(
            ConfigFactory.parseString(
                    "troupe.models.providers.openai { base-url = \"%s\", api-key = k, stream = %s }"
                        .formatted(url, stream))
                .withFallback(ConfigFactory.load())
                .resolve());
    var clock = InstantSource.system();
    return ModelGateways.create(
        settings,
        (_, _) -> "offline",
        blocking,
        clock,
        new BlockingHttpClient(settings.http(), blocking, clock, isSuspended),
        Share.ALONE,
        Prices.NONE,
        Telemetry.NONE);
  }

  private static ModelReply reply(ModelGateway gateway) throws Exception {
    return gateway
        .ask(WriterCall.of("openai/m-1", Duration.ofSeconds(20)))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }
}
