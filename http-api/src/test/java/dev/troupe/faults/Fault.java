package dev.troupe.faults;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Something that goes wrong, and is put right after a while.
 *
 * @param kind its name in plans and reports
 * @param lasts from the one to the other
 */
record Fault(String kind, Duration lasts, Consumer<Fleet> inflict, Consumer<Fleet> relieve) {
  /** Beyond the time after which the others go on without it. */
  private static final Duration BEYOND_DOWNING = Duration.ofSeconds(25);

  private static final Duration A_WHILE = Duration.ofSeconds(15);
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final int FLAPS = 5;

  @Override
  public String toString() {
    return kind;
  }

  /** SIGKILL; nobody starts it again for a while. */
  static Fault kill(int node) {
    return new Fault(
        "kill -9",
        A_WHILE,
        fleet -> {
          fleet.nodes().get(node).want(false);
          fleet.nodes().get(node).signal("KILL");
        },
        fleet -> fleet.nodes().get(node).want(true));
  }

  /** SIGKILL, and nobody ever starts it again. */
  static Fault death(int node) {
    return new Fault("death", Duration.ZERO, kill(node).inflict(), _ -> {});
  }

  /** Its service manager starts it again as soon as it has ended. */
  static Fault terminate(int node) {
    return new Fault(
        "SIGTERM",
        Duration.ZERO,
        fleet -> {
          var leaving = fleet.nodes().get(node);
          var starts = leaving.starts();
          leaving.signal("TERM");
          leaving.awaitRestart(starts);
        },
        _ -> {});
  }

  static Fault suspend(int node) {
    return new Fault(
        "SIGSTOP beyond downing",
        BEYOND_DOWNING,
        fleet -> fleet.nodes().get(node).signal("STOP"),
        fleet -> fleet.nodes().get(node).signal("CONT"));
  }

  /** The others do not hear it, nor it them; it reaches Cassandra, models and clients. */
  static Fault partition(int node) {
    return ofNetwork(
        "partition, clean",
        BEYOND_DOWNING,
        fleet -> {
          for (var other : fleet.nodes()) {
            if (other != fleet.nodes().get(node)) {
              fleet.network().part(fleet.nodes().get(node).host(), other.host());
            }
          }
        });
  }

  /** Neither nodes nor Cassandra nor models. */
  static Fault isolation(int node) {
    return ofNetwork(
        "partition, from everything",
        BEYOND_DOWNING,
        fleet -> {
          var alone = fleet.nodes().get(node).host();
          for (var other : fleet.nodes()) {
            if (!other.host().equals(alone)) {
              fleet.network().part(alone, other.host());
            }
          }
          fleet.network().part(alone, fleet.cassandra().host());
          fleet.network().part(alone, fleet.models().host());
        });
  }

  /** It hears the others, they do not hear it. */
  static Fault oneWay(int node) {
    return ofNetwork(
        "partition, one way",
        BEYOND_DOWNING,
        fleet -> {
          var dumb = fleet.nodes().get(node).host();
          for (var other : fleet.nodes()) {
            if (!other.host().equals(dumb)) {
              fleet.network().cut(dumb, other.host());
            }
          }
        });
  }

  static Fault threeWays() {
    return ofNetwork("partition, three ways", BEYOND_DOWNING, Fault::partAll);
  }

  private static void partAll(Fleet fleet) {
    var hosts = fleet.nodes().stream().map(Node::host).toList();
    for (var one : hosts) {
      for (var other : hosts) {
        if (!one.equals(other)) {
          fleet.network().cut(one, other);
        }
      }
    }
  }

  /** Cut and healed again and again, each time for less than anybody needs to decide. */
  static Fault flapping(int node) {
    return new Fault(
        "partition, flapping",
        Duration.ZERO,
        fleet -> {
          for (var flap = 0; flap < FLAPS; flap++) {
            partition(node).inflict().accept(fleet);
            Pauses.of(MOMENT);
            fleet.network().heal();
            Pauses.of(MOMENT);
          }
        },
        _ -> {});
  }

  /** It takes requests and does them, and no client hears so for longer than any waits. */
  static Fault unheard(int node) {
    return ofNetwork(
        "answers to clients lost",
        SteadyLoad.ANSWERED_WITHIN.plus(A_WHILE),
        fleet -> fleet.network().mute(fleet.nodes().get(node).host(), Node.HTTP_PORT));
  }

  static Fault loss(int percent) {
    return ofNetwork(
        "packet loss %d %%".formatted(percent),
        A_WHILE,
        fleet -> {
          for (var node : fleet.nodes()) {
            fleet.network().lose(node.host(), percent);
          }
        });
  }

  private static Fault ofNetwork(String kind, Duration lasts, Consumer<Fleet> inflict) {
    return new Fault(kind, lasts, inflict, fleet -> fleet.network().heal());
  }

  static Fault cassandraPaused(Duration lasts) {
    return new Fault(
        "Cassandra paused for %d s".formatted(lasts.toSeconds()),
        lasts,
        fleet -> fleet.cassandra().signal("STOP"),
        fleet -> fleet.cassandra().signal("CONT"));
  }

  /** Away for so long, and then for as long as it needs to start. */
  static Fault cassandraStopped(Duration lasts) {
    return new Fault(
        "Cassandra stopped for %d s".formatted(lasts.toSeconds()),
        lasts,
        fleet -> fleet.cassandra().stop("TERM"),
        fleet -> fleet.cassandra().restart());
  }

  static Fault models(String kind) {
    return new Fault(
        "models: " + kind,
        A_WHILE,
        fleet -> fleet.models().fail(kind),
        fleet -> fleet.models().fail("none"));
  }

  /** All at once, by SIGKILL: nodes and Cassandra. */
  static Fault fullRestart() {
    return new Fault(
        "full restart",
        MOMENT,
        fleet -> {
          fleet.nodes().forEach(node -> node.want(false));
          fleet.nodes().forEach(node -> node.signal("KILL"));
          fleet.cassandra().stop("KILL");
        },
        fleet -> {
          fleet.cassandra().restart();
          fleet.nodes().forEach(node -> node.want(true));
        });
  }

  /** Whether it is one of those that take Cassandra away. */
  boolean isOfCassandra() {
    return kind.startsWith("Cassandra");
  }

  /** A node that was killed, and nothing else. */
  boolean isKill() {
    return kind.equals("kill -9");
  }

  static List<Fault> all(RandomGenerator random) {
    return List.of(
        kill(random.nextInt(Fleet.NODES)),
        terminate(random.nextInt(Fleet.NODES)),
        suspend(random.nextInt(Fleet.NODES)),
        partition(random.nextInt(Fleet.NODES)),
        isolation(random.nextInt(Fleet.NODES)),
        oneWay(random.nextInt(Fleet.NODES)),
        threeWays(),
        flapping(random.nextInt(Fleet.NODES)),
        unheard(random.nextInt(Fleet.NODES)),
        loss(1 + random.nextInt(10)),
        loss(11 + random.nextInt(20)),
        cassandraPaused(Duration.ofSeconds(5)),
        cassandraPaused(Duration.ofSeconds(60)),
        cassandraStopped(Duration.ofSeconds(5)),
        cassandraStopped(Duration.ofSeconds(60)),
        models("429"),
        models("500"),
        models("hang"),
        fullRestart());
  }
}
