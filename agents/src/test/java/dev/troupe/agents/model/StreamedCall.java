package dev.troupe.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.model.RawServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One streamed call to a scripted server, with one retry allowed. */
final class StreamedCall implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final RawServer server;
  private final ModelGateway gateway;
  private final ModelGateway.Call call;
  private final CompletableFuture<ModelReply> answer;

  StreamedCall(String provider, Script script, List<String> settings) throws IOException {
    this(provider, script, settings, null, ModelGateway.Listener.NONE);
  }

  StreamedCall(
      String provider, Script script, List<String> settings, ModelGateway.Listener listener)
      throws IOException {
    this(provider, script, settings, null, listener);
  }

  StreamedCall(String provider, Script script, List<String> settings, @Nullable Executor executor)
      throws IOException {
    this(provider, script, settings, executor, ModelGateway.Listener.NONE);
  }

  /**
   * @param settings configuration, and "tls", "refused" or "timeout = ..." of the call
   * @param executor of the calls; null for virtual threads
   */
  private StreamedCall(
      String provider,
      Script script,
      List<String> settings,
      @Nullable Executor executor,
      ModelGateway.Listener listener)
      throws IOException {
    boolean tls = settings.contains("tls");
    server = new RawServer(!tls, script);
    if (settings.contains("refused")) {
      server.close();
    }
    gateway =
        ModelGateways.create(
            ModelSettings.of(
                ConfigFactory.parseString(configuration(provider, tls, settings))
                    .withFallback(ConfigFactory.load())
                    .resolve()),
            (_, _) -> "offline",
            executor == null ? threads : executor,
            InstantSource.system());
    call = call(provider, settings).heardBy(listener);
    answer = gateway.ask(call).toCompletableFuture();
  }

  private String configuration(String provider, boolean tls, List<String> settings) {
    var own = settings.stream().filter(setting -> setting.startsWith("troupe")).toList();
    return """
    troupe.models.providers.%s { base-url = "%s://127.0.0.1:%d/v1", api-key = sk-123, stream = true }
    troupe.models.retries { times = 1, first-pause = 1 ms }
    troupe.models.http { first-token = 20 s, idle = 20 s }
    %s
    """
        .formatted(provider, tls ? "https" : "http", server.port(), String.join("\n", own));
  }

  private static ModelGateway.Call call(String provider, List<String> settings) {
    var timeout =
        settings.stream().anyMatch(setting -> setting.startsWith("timeout"))
            ? ConfigFactory.parseString(String.join("\n", settings)).getDuration("timeout")
            : Duration.ofSeconds(20);
    return WriterCall.of(provider + "/m-1", timeout);
  }

  RawServer server() {
    return server;
  }

  CompletableFuture<ModelReply> answer() {
    return answer;
  }

  ModelReply reply() throws Exception {
    return answer.get(20, TimeUnit.SECONDS);
  }

  /** Asks once more, through the same gateway. */
  ModelReply again() throws Exception {
    return gateway.ask(call).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  ModelFailure failure() {
    var thrown = catchThrowableOfType(ExecutionException.class, this::reply);
    assertThat(thrown).as("the call must fail").isNotNull();
    return (ModelFailure) Objects.requireNonNull(thrown.getCause());
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
