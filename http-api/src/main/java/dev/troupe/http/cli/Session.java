package dev.troupe.http.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.http.Engine;
import dev.troupe.http.HttpServer;
import dev.troupe.http.HttpSettings;
import dev.troupe.http.Loopback;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One command's time with an engine, its own or a server's. */
final class Session implements AutoCloseable {
  private static final int ANY_PORT = 0;

  private final ApiClient client;
  private final AutoCloseable rest;
  private final Runnable opening;
  private final AtomicBoolean isOpen = new AtomicBoolean();

  private Session(ApiClient client, AutoCloseable rest, Runnable opening) {
    this.client = client;
    this.rest = rest;
    this.opening = opening;
  }

  /** A server is open to others already. */
  static Session of(ApiClient client) {
    return new Session(client, () -> {}, () -> {});
  }

  static Session of(Engine engine) {
    return new Session(
        new ApiClient(new ApiTransport(engine.api(), engine.materializer())),
        engine,
        () -> open(engine));
  }

  /** Commands that look at the same data directory find this engine from now on. */
  void openToOthers() {
    if (isOpen.compareAndSet(false, true)) {
      opening.run();
    }
  }

  private static void open(Engine engine) {
    Config settings =
        ConfigFactory.parseMap(
                Map.of("troupe.http.host", Loopback.ADDRESS, "troupe.http.port", ANY_PORT))
            .withFallback(engine.system().settings().config());
    try {
      HttpServer server =
          HttpServer.bind(engine.system(), engine.api(), HttpSettings.of(settings))
              .toCompletableFuture()
              .join();
      engine.announce(server.url());
    } catch (CompletionException e) {
      throw new CommandFailure(
          Exit.FAILED,
          "cannot listen on any port of "
              + Loopback.ADDRESS
              + ", so nobody could answer what is asked; the task is kept, `troupe serve` goes on with it",
          e);
    }
  }

  /** Only serve and resume wake old tasks; the others say that there are some. */
  static void nameOldTasks(Engine engine, Streams streams) {
    int unfinished = engine.tasks().unfinished().toCompletableFuture().join();
    if (unfinished > 0) {
      streams.say(
          Texts.count(unfinished, "unfinished task")
              + " of an earlier process; `troupe resume` finishes what is left");
    }
  }

  ApiClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    try {
      rest.close();
    } catch (Exception e) {
      throw new CommandFailure(Exit.FAILED, "the engine did not end cleanly: " + e.getMessage(), e);
    }
  }
}
