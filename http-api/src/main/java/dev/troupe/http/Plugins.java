package dev.troupe.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.tool.Tools;
import dev.troupe.cluster.NodeConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the jars of one folder bring, checked against each other and against what is there. */
public final class Plugins implements AutoCloseable {
  private static final String ROLES = "troupe.roles";

  private final @Nullable URLClassLoader loader;
  private Functions functions = Functions.NONE;
  private Tools tools = Tools.NONE;
  private Config roles = ConfigFactory.empty();
  private final Map<String, String> jarsByPlugin = new TreeMap<>();

  private Plugins(@Nullable URLClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Those of the folder that {@code troupe.plugins.folder} names, if it names one.
   *
   * @throws IllegalArgumentException naming the jar that cannot be used, and why
   */
  public static Plugins of(Config config) {
    var folder = config.getString("troupe.plugins.folder");
    return folder.isBlank() ? new Plugins(null) : load(Path.of(folder));
  }

  private static Plugins load(Path folder) {
    var jars = PluginJars.of(folder);
    var loader = jars.loader();
    var plugins = new Plugins(loader);
    try {
      jars.providers(loader).forEach(plugins::add);
      return plugins;
    } catch (RuntimeException unusable) {
      plugins.close();
      throw unusable;
    }
  }

  private void add(PluginJars.Provided provided) {
    var place = provided.jar();
    try {
      var plugin = provided.plugin();
      var other = jarsByPlugin.putIfAbsent(plugin.name(), place);
      if (other != null) {
        throw new IllegalArgumentException(
            "the name '%s' is that of the plugin in %s too; remove one of them"
                .formatted(plugin.name(), other));
      }
      functions = functions.and(plugin.functions());
      tools = tools.and(plugin.tools());
      addRoles(plugin.roles());
    } catch (RuntimeException | LinkageError unusable) {
      throw new IllegalArgumentException(
          "the plugin %s: %s".formatted(place, PluginJars.reason(unusable)), unusable);
    }
  }

  private void addRoles(Config more) {
    var taken = new TreeSet<>(roles.root().keySet());
    taken.addAll(NodeConfiguration.known().getObject(ROLES).keySet());
    for (var name : new TreeSet<>(more.root().keySet())) {
      if (taken.contains(name)) {
        throw new IllegalArgumentException(
            "there is a role '%s' already; give the plugin's another name".formatted(name));
      }
    }
    // Without its origin it is checked like a user's own.
    var text = more.resolve().root().render(ConfigRenderOptions.concise());
    roles = roles.withFallback(ConfigFactory.parseString(text));
  }

  /** The configuration with the plugins' roles, over which it wins. */
  public Config configured(Config config) {
    return roles.isEmpty()
        ? config
        : config.withFallback(ConfigFactory.empty().withValue(ROLES, roles.root()));
  }

  public Functions functions() {
    return functions;
  }

  public Tools tools() {
    return tools;
  }

  /** The names of all plugins. */
  public Set<String> names() {
    return Set.copyOf(jarsByPlugin.keySet());
  }

  @Override
  public void close() {
    try {
      if (loader != null) {
        loader.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
