package dev.troupe.http.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.http.trial.Children;
import dev.troupe.http.trial.ClusterPlan;
import dev.troupe.http.trial.ClusterPlan.NodePlan;
import dev.troupe.http.trial.ClusterWatch;
import dev.troupe.http.trial.TrialCluster;
import dev.troupe.persistence.DataDirectory;
import dev.troupe.persistence.StoreFailure;
import dev.troupe.persistence.cassandra.server.ServerJdk;
import dev.troupe.persistence.cassandra.server.ServerPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code troupe cluster}: Cassandra and several nodes on this machine, until it is interrupted. */
@Command(
    name = "cluster",
    description = "Run Cassandra and several nodes on loopback addresses of this machine.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  troupe cluster --nodes 3",
      "  troupe cluster --nodes 3 --data /tmp/trial --config models.conf"
    })
final class ClusterCommand implements Callable<Integer> {
  private static final int NODES_AT_MOST = 9;
  private static final int CASSANDRA_PORT = 9042;
  private static final int CASSANDRA_STORAGE_PORT = 7000;
  private static final int HTTP_PORT = 8080;
  private static final int REMOTE_PORT = 17355;
  private static final int HEAP_MEBIBYTES = 512;
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

  private final Streams streams;

  @Mixin private final EngineOptions options = new EngineOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many nodes, 1 to 9. Default: 3.")
  private int nodes;

  @Option(
      names = "--free-ports",
      description = "Take any free ports, instead of 8080, 17355, 9042 and 7000.")
  private boolean freePorts;

  ClusterCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    requireUsable();
    Path folder = options.data.directory().resolve("cluster");
    OwnerOnly.create(folder);
    var stopped = new CountDownLatch(1);
    var starting = new AtomicReference<@Nullable Thread>(Thread.currentThread());
    try (var _ = Interruption.handledBy(() -> stop(stopped, starting.get()), ENDS_WITHIN);
        var _ = DataDirectory.open(folder);
        var cluster = start(folder)) {
      starting.set(null);
      say("Ctrl-C stops everything; what was done is kept in " + folder);
      boolean wanted = new ClusterWatch(cluster, this::say).until(stopped);
      say("stopping");
      return (wanted ? Exit.ANSWERED : Exit.FAILED).code();
    } catch (StoreFailure.DirectoryHeld e) {
      throw Holders.held(folder, e.pid());
    } catch (IOException | IllegalStateException | StoreFailure e) {
      throw new CommandFailure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.CANCELLED.code();
    }
  }

  private static void stop(CountDownLatch stopped, @Nullable Thread starting) {
    stopped.countDown();
    if (starting != null) {
      starting.interrupt();
    }
  }

  private void say(String line) {
    streams.out().println(line);
    streams.out().flush();
  }

  private static Config configuration(Path file) {
    return NodeConfiguration.load(ConfigFactory.empty(), file);
  }

  /** Ports are looked for once nobody is left who holds them. */
  private TrialCluster start(Path folder) throws IOException, InterruptedException {
    new Children(folder).stopLeft(this::say);
    return TrialCluster.start(plan(folder), ClusterCommand::configuration, this::say);
  }

  private void requireUsable() {
    if (nodes < 1 || nodes > NODES_AT_MOST) {
      throw new CommandFailure(
          Exit.USAGE, "--nodes is %d; give 1 to %d".formatted(nodes, NODES_AT_MOST));
    }
    // Says what is wrong with the file before anything starts.
    options.configuration(Map.of());
  }

  private ClusterPlan plan(Path folder) {
    Path home = home();
    return new ClusterPlan(
        home,
        folder,
        Optional.ofNullable(options.data.config),
        Optional.ofNullable(options.plugins),
        cassandra(home, folder),
        IntStream.rangeClosed(1, nodes).mapToObj(this::node).toList());
  }

  private ServerPlan cassandra(Path home, Path folder) {
    Path jars = home.resolve("persistence/cassandra-server/target/lib");
    if (!Files.isDirectory(jars)) {
      throw new CommandFailure(
          Exit.FAILED, jars + " holds no Cassandra; run `mvn -DskipTests package` in " + home);
    }
    Path java =
        ServerJdk.find()
            .orElseThrow(() ->
                new CommandFailure(
                    Exit.FAILED,
                    "Cassandra runs on a JDK 17 (or 11), and none is installed here; install one, or name its folder in "
                        + ServerJdk.VARIABLE));
    String address = address(1);
    int port = port(address, CASSANDRA_PORT);
    return new ServerPlan(
        jars,
        java,
        folder.resolve("cassandra"),
        address,
        port,
        port(address, CASSANDRA_STORAGE_PORT),
        HEAP_MEBIBYTES,
        List.of());
  }

  private NodePlan node(int number) {
    String address = address(number);
    return new NodePlan(number, address, port(address, HTTP_PORT), port(address, REMOTE_PORT));
  }

  private static String address(int number) {
    return "127.0.0." + number;
  }

  private int port(String address, int usual) {
    int wanted = freePorts ? 0 : usual;
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), wanted));
      return socket.getLocalPort();
    } catch (IOException taken) {
      throw new CommandFailure(
          Exit.FAILED,
          "cannot listen on port %d of %s (%s); stop what does, or take --free-ports"
              .formatted(wanted, address, taken.getMessage()),
          taken);
    }
  }

  /** The folder with the launcher, which starts the nodes. */
  private static Path home() {
    String home = System.getProperty("troupe.home");
    if (home == null) {
      throw new CommandFailure(Exit.FAILED, "start this with the launcher ./troupe");
    }
    return Path.of(home);
  }
}
