package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import dev.troupe.agents.BudgetBlock;
import dev.troupe.agents.model.budget.BudgetSettings;
import dev.troupe.agents.tool.mcp.McpServers;
import dev.troupe.http.EdgeJson;
import dev.troupe.http.Plugins;
import dev.troupe.http.telemetry.TelemetrySettings;
import dev.troupe.persistence.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code doctor} finds. A key is never shown, only whether there is one. */
final class Examination {
  private Examination() {}

  /**
   * @param config with the plugins' roles
   */
  static ObjectNode of(Path data, Config config, Plugins plugins) {
    ObjectNode findings = EdgeJson.object();
    findings.set("program", program());
    findings.set("jdks", jdks());
    findings.set("data", data(data));
    findings.set("ports", ports(config));
    findings.set("providers", providers(config));
    findings.set("roles", roles(config));
    findings.set("plugins", plugins(plugins));
    findings.set("mcp", mcp(config));
    findings.set("budgets", budgets(config));
    findings.set("telemetry", telemetry(config));
    return findings;
  }

  private static ObjectNode program() {
    return EdgeJson.object()
        .put("java", Runtime.version().toString())
        .put("home", System.getProperty("java.home"))
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("heap", Texts.bytes(Runtime.getRuntime().maxMemory()));
  }

  private static ArrayNode jdks() {
    ArrayNode found = EdgeJson.object().putArray("jdks");
    for (Path home : JdkFolders.found()) {
      found
          .addObject()
          .put("version", JdkFolders.version(home))
          .put("home", home.toString())
          .put("used", home.equals(JdkFolders.own()) ? "here" : "no");
    }
    return found;
  }

  private static ObjectNode data(Path directory) {
    var holder = DataDirectory.holder(directory);
    return EdgeJson.object()
        .put("directory", directory.toString())
        .put("size", Files.isDirectory(directory) ? Texts.bytes(size(directory)) : "not made yet")
        .put("holder", holder.map(h -> "pid " + h.pid()).orElse("nobody"))
        .put("url", holder.flatMap(DataDirectory.Holder::url).orElse("none"));
  }

  private static long size(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(Examination::fileSize).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long fileSize(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // A store at work removes files between the listing and the look.
    }
  }

  /** What a start opens: an engine of a single command opens the second only. */
  private static ObjectNode ports(Config config) {
    Config artery = config.getConfig("pekko.remote.artery.canonical");
    return EdgeJson.object()
        .put("api", place(config.getString("troupe.http.host"), config.getInt("troupe.http.port")))
        .put(
            "cluster",
            place(artery.getString("hostname"), artery.getInt("port"))
                + " (between nodes; a node alone talks to itself only)");
  }

  private static String place(String host, int port) {
    return host + ":" + (port == 0 ? "any free port" : port);
  }

  private static ArrayNode providers(Config config) {
    ArrayNode list = EdgeJson.object().putArray("providers");
    String path = "troupe.models.providers";
    if (!config.hasPath(path)) {
      return list;
    }
    for (String name : new TreeSet<>(config.getObject(path).keySet())) {
      Config provider = config.getConfig(path).getObject(name).toConfig();
      if (isOnlyOfTheProgram(name, provider)) {
        continue;
      }
      ObjectNode entry = list.addObject().put("name", name);
      if (provider.hasPath("base-url")) {
        entry.put("url", provider.getString("base-url"));
      }
      entry.put("key", key(name, provider));
      if (keepsNoPrompts(provider, config)) {
        entry.put("prompt-cache", "off");
      }
      String limits = limits(name, provider, config);
      if (!limits.isEmpty()) {
        entry.put("limits", limits);
      }
    }
    return list;
  }

  /** What `troupe bench` makes its own use of; whoever sets something in it wants to see it. */
  private static boolean isOnlyOfTheProgram(String name, Config provider) {
    return name.equals("bench") && provider.root().keySet().equals(Set.of("stream"));
  }

  /** Only kind anthropic keeps prompts, and does so unless it is told not to. */
  private static boolean keepsNoPrompts(Config provider, Config config) {
    Config block = provider.withFallback(config.getConfig("troupe.models.provider-defaults"));
    return block.getString("kind").strip().equalsIgnoreCase("anthropic")
        && !block.getBoolean("prompt-cache");
  }

  /** Those that are set, by their names. */
  private static String limits(String name, Config provider, Config config) {
    if (name.equals("offline")) {
      return "";
    }
    String path = "troupe.models.provider-defaults.limits";
    Config limits =
        provider.hasPath("limits")
            ? provider.getConfig("limits").withFallback(config.getConfig(path))
            : config.getConfig(path);
    return Stream.of("calls-at-once", "requests-per-minute", "tokens-per-minute")
        .filter(limit -> limits.getInt(limit) > 0)
        .map(limit -> limit + " " + limits.getInt(limit))
        .collect(Collectors.joining(", "));
  }

  private static String key(String name, Config provider) {
    if (name.equals("offline")) {
      return "needs none";
    }
    if (provider.hasPath("api-key-file")) {
      String file = provider.getString("api-key-file");
      return Files.isReadable(Path.of(file)) ? "in " + file : file + " cannot be read";
    }
    return provider.hasPath("api-key") && !provider.getString("api-key").isBlank()
        ? "present"
        : "absent";
  }

  private static ArrayNode plugins(Plugins plugins) {
    ArrayNode list = EdgeJson.object().putArray("plugins");
    new TreeSet<>(plugins.names()).forEach(name -> list.addObject().put("name", name));
    plugins.functions().names().forEach(name -> list.addObject().put("function", "java:" + name));
    plugins.tools().names().forEach(name -> list.addObject().put("tool", name));
    return list;
  }

  /** None of them is started. */
  private static ArrayNode mcp(Config config) {
    ArrayNode list = EdgeJson.object().putArray("mcp");
    for (var server : McpServers.of(config).configured()) {
      list.addObject()
          .put("name", server.name())
          .put("at", server.place())
          .put("pinned", Texts.count(server.pinned(), "tool"));
    }
    return list;
  }

  /** What is bounded, and what looks so but is not. */
  private static ArrayNode budgets(Config config) {
    ArrayNode list = EdgeJson.object().putArray("budgets");
    BudgetSettings settings = BudgetSettings.of(config);
    if (BudgetBlock.ofTasks(config).isBounded()) {
      list.addObject().put("of", "each task").put("set", "troupe.budgets.task");
    }
    if (BudgetBlock.atMostOfTasks(config).isBounded()) {
      list.addObject().put("of", "each task").put("set", "troupe.budgets.task-at-most");
    }
    for (String tenant : new TreeSet<>(settings.tenants().keySet())) {
      list.addObject().put("of", "tenant " + tenant).put("set", "troupe.budgets.tenants." + tenant);
    }
    settings.warnings().forEach(warning -> list.addObject().put("warning", warning));
    return list;
  }

  private static ObjectNode telemetry(Config config) {
    TelemetrySettings settings = TelemetrySettings.of(config);
    return EdgeJson.object()
        .put("to", settings.endpoint().map(URI::toString).orElse("nowhere"))
        .put("spans", settings.endpoint().isEmpty() ? "none" : share(settings.sample()))
        .put("content", settings.content() ? "what models are asked and answer" : "none")
        .put("log", config.getString("troupe.log.format"));
  }

  private static String share(double sample) {
    return "of %s %% of all tasks"
        .formatted(BigDecimal.valueOf(sample * 100).stripTrailingZeros().toPlainString());
  }

  private static ArrayNode roles(Config config) {
    ArrayNode list = EdgeJson.object().putArray("roles");
    if (!config.hasPath("troupe.roles")) {
      return list;
    }
    String standard =
        config.hasPath("troupe.agents.role-defaults.model")
            ? config.getString("troupe.agents.role-defaults.model")
            : "offline";
    Config roles = config.getConfig("troupe.roles");
    for (String name : new TreeSet<>(roles.root().keySet())) {
      Config role = roles.getObject(name).toConfig();
      String model = role.hasPath("model") ? role.getString("model") : standard;
      ObjectNode entry = list.addObject().put("name", name).put("model", model);
      if (role.hasPath("fallbacks")) {
        entry.put("fallbacks", String.join(", ", role.getStringList("fallbacks")));
      }
      if (role.hasPath("models")) {
        entry.put("models", turns(role.getConfig("models")));
      }
      if (role.hasPath("cache")) {
        entry.put("cache", role.getString("cache"));
      }
    }
    return list;
  }

  /** {@code plan openai/x, repair openai/y}. */
  private static String turns(Config models) {
    return models.root().keySet().stream()
        .sorted()
        .map(turn -> turn + " " + models.getString(turn))
        .collect(Collectors.joining(", "));
  }
}
