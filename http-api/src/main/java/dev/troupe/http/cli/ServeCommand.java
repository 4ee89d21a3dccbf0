package dev.troupe.http.cli;

import com.typesafe.config.ConfigException;
import dev.troupe.cluster.StartTimes;
import dev.troupe.http.Engine;
import dev.troupe.http.HttpServer;
import dev.troupe.http.HttpSettings;
import dev.troupe.http.Loopback;
import dev.troupe.http.bench.BenchRoles;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe serve}: an engine behind the HTTP API, until it is interrupted. */
@Command(
    name = "serve",
    description = "Serve the HTTP API and finish tasks that an earlier process left.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe serve",
      "  troupe serve --port 0        takes a free port and prints `listening URL`"
    })
final class ServeCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on; a loopback one. Default: 127.0.0.1.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0 takes a free one. Default: 8080.")
  private @Nullable Integer port;

  @Option(
      names = "--model-url",
      paramLabel = "URL",
      description = "An endpoint for the workflow `bench`; its path starts with the role's name.")
  private @Nullable String modelUrl;

  ServeCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    StartTimes.mark("command line read");
    HttpSettings settings = settings();
    var stopped = new CountDownLatch(1);
    try (Engine running = engine.engine(options());
        var _ = Interruption.handledBy(stopped::countDown)) {
      HttpServer server = bind(running, settings);
      running.announce(server.url());
      StartTimes.mark("listens");
      running.tasks().wakeOldTasks();
      StartTimes.mark("old tasks are looked for");
      streams.out().println("listening " + server.url());
      streams.out().flush();
      running.whenEnded(stopped::countDown);
      stopped.await();
      if (running.hasEnded()) {
        streams.say(
            "this node has ended: the others of its cluster took it for dead, or its store failed; the log says which. Start it again");
        return Exit.FAILED.code();
      }
      running.stopTakingWork();
      server.stop().toCompletableFuture().join();
      return Exit.ANSWERED.code();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.CANCELLED.code();
    }
  }

  private HttpSettings settings() {
    try {
      HttpSettings settings = HttpSettings.of(engine.configuration(options()));
      Loopback.require(settings);
      return settings;
    } catch (IllegalArgumentException | ConfigException e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static HttpServer bind(Engine running, HttpSettings settings) {
    try {
      return HttpServer.bind(running.system(), running.api(), settings)
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new CommandFailure(
          Exit.FAILED,
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + "; another program may be there: choose another with --port, or 0 for any",
          e);
    }
  }

  private Map<String, Object> options() {
    var options = new HashMap<String, Object>();
    if (host != null) {
      options.put("troupe.http.host", host);
    }
    if (port != null) {
      options.put("troupe.http.port", port);
    }
    if (modelUrl != null) {
      options.putAll(BenchRoles.at(modelUrl));
    }
    return options;
  }
}
