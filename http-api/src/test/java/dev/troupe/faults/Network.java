package dev.troupe.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hosts on this machine, each a network namespace with an address of its own on one bridge, and
 * what is wrong between them. Needs root, {@code ip} and {@code iptables}; nothing of it is left
 * behind.
 */
final class Network implements AutoCloseable {
  private static final int OBSERVER = 254;

  /** One host. */
  record Host(String name, String address, String namespace) {

    /** The same command, run there. */
    List<String> run(String... command) {
      return Stream.concat(Stream.of("ip", "netns", "exec", namespace), Arrays.stream(command))
          .toList();
    }
  }

  private final String bridge;
  private final String subnet;
  private final List<Host> hosts = new ArrayList<>();

  private Network(String bridge, String subnet) {
    this.bridge = bridge;
    this.subnet = subnet;
  }

  /**
   * A network with these hosts, and this process as one more, at .254.
   *
   * @throws AssertionError if this process may not make one; the message says what is missing
   */
  static Network of(String... names) {
    var number = (int) (ProcessHandle.current().pid() % 250);
    var network = new Network("troupe" + number, "10.213." + number + ".");
    try {
      call("ip", "link", "add", network.bridge, "type", "bridge");
      call("ip", "address", "add", network.subnet + OBSERVER + "/24", "dev", network.bridge);
      call("ip", "link", "set", network.bridge, "up");
      for (var name : names) {
        network.add(name, network.subnet + (network.hosts.size() + 1));
      }
      return network;
    } catch (AssertionError failed) {
      network.close();
      throw failed;
    }
  }

  private void add(String name, String address) {
    var host = new Host(name, address, bridge + "-" + name);
    var here = bridge + "." + (hosts.size() + 1);
    call("ip", "netns", "add", host.namespace());
    hosts.add(host);
    call(
        "ip",
        "link",
        "add",
        here,
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        host.namespace());
    call("ip", "link", "set", here, "master", bridge, "up");
    call(host.run("ip", "address", "add", address + "/24", "dev", "eth0"));
    call(host.run("ip", "link", "set", "eth0", "up"));
    call(host.run("ip", "link", "set", "lo", "up"));
    // Seen to work before anything depends on it.
    call(host.run("iptables", "-w", "-F"));
  }

  Host host(String name) {
    return hosts.stream().filter(host -> host.name().equals(name)).findFirst().orElseThrow();
  }

  /** What one sends does not reach the other, from now on. */
  void cut(Host from, Host to) {
    call(to.run("iptables", "-w", "-A", "INPUT", "-s", from.address(), "-j", "DROP"));
  }

  /** Nothing goes between them, in either direction. */
  void part(Host one, Host other) {
    cut(one, other);
    cut(other, one);
  }

  /** A host hears this process, and what it answers at a port does not come. */
  void mute(Host from, int port) {
    call(
        from.run(
            "iptables",
            "-w",
            "-A",
            "OUTPUT",
            "-d",
            subnet + OBSERVER,
            "-p",
            "tcp",
            "--sport",
            Integer.toString(port),
            // Connections are made and requests acknowledged: only what is said is lost.
            "--tcp-flags",
            "PSH",
            "PSH",
            "-j",
            "DROP"));
  }

  /** Some of the packets that come to a host are lost, of whoever sent them. */
  void lose(Host at, int percent) {
    call(
        at.run(
            "iptables",
            "-w",
            "-A",
            "INPUT",
            "!",
            "-i",
            "lo",
            "-m",
            "statistic",
            "--mode",
            "random",
            "--probability",
            Double.toString(percent / 100.0),
            "-j",
            "DROP"));
  }

  /** Everything reaches everybody. */
  void heal() {
    for (var host : hosts) {
      call(host.run("iptables", "-w", "-F"));
    }
  }

  private static void call(List<String> command) {
    call(command.toArray(String[]::new));
  }

  private static void call(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(
            "`%s` failed: %s (faults in a network need root, and the packages iproute2 and iptables)"
                .formatted(String.join(" ", command), said.strip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "`%s` cannot be run; install iproute2 and iptables".formatted(command[0]), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All of it is taken away, whatever of it fails; processes in it have to have ended. */
  @Override
  public void close() {
    var failed = new ArrayList<AssertionError>();
    for (var host : hosts) {
      attempt(failed, "ip", "netns", "delete", host.namespace());
    }
    attempt(failed, "ip", "link", "delete", bridge);
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
  }

  private static void attempt(List<AssertionError> failed, String... command) {
    try {
      call(command);
    } catch (AssertionError left) {
      failed.add(left);
    }
  }
}
