package dev.troupe.http.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.cluster.NodeConfiguration.InvalidConfiguration;
import dev.troupe.cluster.StartTimes;
import dev.troupe.http.Engine;
import dev.troupe.http.Logging;
import dev.troupe.http.UnknownSettings;
import dev.troupe.persistence.DataDirectory;
import dev.troupe.persistence.StoreFailure;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** For commands that work on a data directory: on their own engine, or as a server's client. */
final class EngineOptions {
  @Mixin final DataOptions data = new DataOptions();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Jars in this folder bring functions (java:NAME) and roles.")
  @Nullable Path plugins;

  @Option(names = "--quiet", description = "No progress; only the result, warnings and faults.")
  boolean quiet;

  /** The configuration with what the command line sets. */
  Config configuration(Map<String, Object> settings) {
    var all = new HashMap<>(settings);
    all.put("troupe.store.directory", data.directory().toString());
    if (plugins != null) {
      all.put("troupe.plugins.folder", plugins.toString());
    }
    try {
      Config whole =
          NodeConfiguration.load(ConfigFactory.parseMap(all, "the command line"), data.config);
      refuseUnknown(whole);
      return whole;
    } catch (InvalidConfiguration e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private void refuseUnknown(Config whole) {
    Path file = data.config;
    if (file == null) {
      return;
    }
    List<String> unknown =
        UnknownSettings.of(NodeConfiguration.ofFile(file, whole), NodeConfiguration.known());
    if (!unknown.isEmpty()) {
      throw new CommandFailure(
          Exit.USAGE,
          unknown.size() == 1
              ? file + ": " + unknown.getFirst()
              : file + ":\n  " + String.join("\n  ", unknown));
    }
  }

  /** An engine of this process; refused where another holds the directory. */
  Engine engine(Map<String, Object> settings) {
    Path directory = data.directory();
    DataDirectory.holder(directory)
        .ifPresent(holder -> {
          throw Holders.held(directory, holder.pid());
        });
    try {
      OwnerOnly.create(directory);
      Config whole = configuration(settings);
      StartTimes.mark("configuration read");
      Logging.toFile(directory, Logging.Format.of(whole));
      return Engine.start(whole);
    } catch (StoreFailure.DirectoryHeld e) {
      throw Holders.held(directory, e.pid());
    } catch (IllegalArgumentException | ConfigException e) {
      throw new CommandFailure(Exit.USAGE, String.valueOf(e.getMessage()), e);
    } catch (StoreFailure | Node.NotJoined e) {
      throw new CommandFailure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  /** The server's client if one holds the directory, else an engine of our own. */
  Session session(Streams streams) {
    Optional<ApiClient> server = server(streams);
    if (server.isPresent()) {
      return Session.of(server.get());
    }
    Engine engine = engine(Map.of());
    Session.nameOldTasks(engine, streams);
    return Session.of(engine);
  }

  private static void sayWithoutEffect(
      String option, @Nullable Path given, String server, Streams streams) {
    if (given != null) {
      streams.say(option + " has no effect: the server at " + server + " does the work");
    }
  }

  /** The server that holds the directory, if one does. */
  Optional<ApiClient> server(Streams streams) {
    Optional<String> url = Holders.announcedUrl(data.directory());
    url.ifPresent(server -> {
      sayWithoutEffect("--config", data.config, server, streams);
      sayWithoutEffect("--plugins", plugins, server, streams);
    });
    return url.map(HttpTransport::new).map(ApiClient::new);
  }
}
