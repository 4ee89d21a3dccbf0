package dev.troupe.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Settings of a file that nobody reads: misspelled ones would be ignored without a word. */
public final class UnknownSettings {
  /** Libraries read these; they know more settings than they document. */
  private static final Set<String> OF_LIBRARIES =
      Set.of(
          "datastax-java-driver",
          "troupe.blocking-dispatcher",
          "troupe.cassandra.driver",
          "troupe.cassandra.events-by-tag",
          "troupe.cassandra.journal",
          "troupe.cassandra.query",
          "troupe.cassandra.snapshot",
          "troupe.cassandra-untagged",
          "troupe.embedded.journal",
          "troupe.embedded.snapshot",
          "troupe.embedded.query");

  /** Their readers refuse what they do not know. */
  private static final Set<String> FREE =
      Set.of(
          "troupe.mcp",
          "troupe.roles",
          "troupe.telemetry.headers",
          "troupe.models.providers",
          "troupe.budgets.tenants",
          "troupe.cassandra.replication.datacenters",
          "troupe.knowledge.search.collections",
          "troupe.team.roles");

  /** Known, and without a default. */
  private static final Set<String> OPTIONAL =
      Set.of(
          "troupe.agents.role-defaults.base-url",
          "troupe.agents.role-defaults.instructions",
          "troupe.agents.role-defaults.output-schema",
          "troupe.mcp-defaults.env",
          "troupe.mcp-defaults.headers");

  private static final String OURS = "troupe";

  private final ConfigObject known;
  private final List<String> found = new ArrayList<>();

  private UnknownSettings(Config known) {
    this.known = known.root();
  }

  /**
   * A sentence for each, with the known name that is nearest.
   *
   * @param file what the user set
   * @param known every module's and library's defaults
   */
  public static List<String> of(Config file, Config known) {
    var settings = new UnknownSettings(known);
    settings.walk("", file.root(), settings.known);
    return List.copyOf(settings.found);
  }

  private void walk(String at, ConfigObject block, ConfigObject defaults) {
    for (String key : new TreeSet<>(block.keySet())) {
      String path = at.isEmpty() ? key : at + "." + key;
      boolean ours = !at.isEmpty() || key.equals(OURS);
      if (OF_LIBRARIES.contains(path) || FREE.contains(path) || OPTIONAL.contains(path)) {
        continue;
      }
      if (!defaults.containsKey(key)) {
        found.add(sentence(at, key, defaults));
      } else if (ours
          && block.get(key) instanceof ConfigObject inner
          && defaults.get(key) instanceof ConfigObject expected) {
        walk(path, inner, expected);
      }
    }
  }

  private String sentence(String at, String key, ConfigObject siblings) {
    String prefix = at.isEmpty() ? "" : at + ".";
    String what = prefix + key + ": there is no such setting; ";
    Optional<String> meant =
        Nearest.to(key, at.isEmpty() ? Set.of(OURS, "pekko") : siblings.keySet())
            .map(near -> prefix + near)
            .or(() -> elsewhere(key));
    return what
        + meant
            .map(near -> "did you mean " + near + "?")
            .orElseGet(() ->
                at.isEmpty()
                    ? "settings of this program begin with troupe., of its libraries with pekko."
                    : "known are " + String.join(", ", new TreeSet<>(siblings.keySet())));
  }

  /** The one place where a setting of this very name is. */
  private Optional<String> elsewhere(String key) {
    var places = new ArrayList<String>();
    if (known.get(OURS) instanceof ConfigObject ours) {
      collect(OURS, ours, key, places);
    }
    return places.size() == 1 ? Optional.of(places.getFirst()) : Optional.empty();
  }

  private static void collect(String at, ConfigObject block, String key, List<String> places) {
    block.forEach((name, value) -> {
      String path = at + "." + name;
      if (name.equals(key)) {
        places.add(path);
      }
      if (value instanceof ConfigObject inner
          && !FREE.contains(path)
          && !OF_LIBRARIES.contains(path)) {
        collect(path, inner, key, places);
      }
    });
  }
}
