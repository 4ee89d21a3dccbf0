package dev.troupe.persistence.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The section {@code troupe.cassandra} of the configuration, as far as it is not the plugin's or
 * the driver's own; {@code troupe-cassandra.conf} explains each.
 *
 * @param contactPoints {@code host:port} of nodes to ask first
 * @param replication what {@code CREATE KEYSPACE} says, as CQL
 * @param startTimeout the longest wait for Cassandra when a node starts
 */
public record CassandraSettings(
    List<String> contactPoints, String keyspace, String replication, Duration startTimeout) {
  static final String SECTION = "troupe.cassandra";

  private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final Pattern DATACENTER = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /**
   * Reads the section.
   *
   * @throws IllegalArgumentException if a value cannot be used; the message names the setting
   */
  public static CassandraSettings of(Config config) {
    return ofSection(config.getConfig(SECTION));
  }

  static CassandraSettings ofSection(Config section) {
    var keyspace = section.getString("keyspace");
    if (!KEYSPACE.matcher(keyspace).matches()) {
      throw new IllegalArgumentException(
          "%s.keyspace = \"%s\" is no name: 1 to 48 of a-z, 0-9 and _, beginning with a letter"
              .formatted(SECTION, keyspace));
    }
    return new CassandraSettings(
        section.getStringList("contact-points"),
        keyspace,
        replication(section),
        section.getDuration("start-timeout"));
  }

  private static String replication(Config section) {
    var datacenters = new TreeMap<String, Integer>();
    section
        .getObject("replication.datacenters")
        .forEach(
            (name, factor) -> datacenters.put(checked(name), factor(name, factor.render(PLAIN))));
    return datacenters.isEmpty()
        ? "{'class': 'SimpleStrategy', 'replication_factor': %d}"
            .formatted(factor("factor", String.valueOf(section.getAnyRef("replication.factor"))))
        : "{'class': 'NetworkTopologyStrategy', %s}".formatted(listed(datacenters));
  }

  private static final ConfigRenderOptions PLAIN = ConfigRenderOptions.concise();

  private static String listed(Map<String, Integer> datacenters) {
    return datacenters.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "'%s': %d", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String checked(String datacenter) {
    if (!DATACENTER.matcher(datacenter).matches()) {
      throw new IllegalArgumentException(
          "%s.replication.datacenters has the name \"%s\"; letters, digits and . _ - only"
              .formatted(SECTION, datacenter));
    }
    return datacenter;
  }

  private static int factor(String name, String given) {
    if (!given.matches("[1-9][0-9]?")) {
      throw new IllegalArgumentException(
          "%s.replication: %s = %s is no number of copies; give 1 to 99"
              .formatted(SECTION, name, given));
    }
    return Integer.parseInt(given);
  }
}
