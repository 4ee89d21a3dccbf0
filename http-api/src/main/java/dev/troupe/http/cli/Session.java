package dev.troupe.http.cli;

import dev.troupe.http.Engine;

/** One command's time with an engine, its own or a server's. */
final class Session implements AutoCloseable {
  private final ApiClient client;
  private final AutoCloseable rest;

  private Session(ApiClient client, AutoCloseable rest) {
    this.client = client;
    this.rest = rest;
  }

  static Session of(ApiClient client) {
    return new Session(client, () -> {});
  }

  static Session of(Engine engine) {
    return new Session(
        new ApiClient(new ApiTransport(engine.api(), engine.materializer())), engine);
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
