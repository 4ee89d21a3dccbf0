package dev.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.agent.AgentSettings;
import dev.troupe.cluster.NodeConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "plugin");

  @TempDir private Path folder;

  private Config config(String... more) {
    var settings = Map.of("troupe.plugins.folder", folder.toString());
    return NodeConfiguration.load(
        ConfigFactory.parseString(String.join("\n", more))
            .withFallback(ConfigFactory.parseMap(settings)),
        null);
  }

  private static PluginJar plugin(String type, String name, String members) {
    return PluginJar.of(
        "shop." + type,
        """
        package shop;
        import com.typesafe.config.Config;
        import com.typesafe.config.ConfigFactory;
        import dev.troupe.agents.function.Functions;
        public final class %s implements dev.troupe.agents.function.Plugin {
          public String name() { return "%s"; }
          %s
        }
        """
            .formatted(type, name, members));
  }

  private static final String TOTAL =
      "public Functions functions() { return Functions.NONE.with(\"total\", Integer.class, n -> n); }";

  private static String role(String name) {
    return "public Config roles() { return ConfigFactory.parseString(\"%s { instructions = x }\"); }"
        .formatted(name);
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> Plugins.of(config()))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
  }

  @Test
  void the_example_brings_its_role_and_its_function() {
    PluginJar.ofProject(EXAMPLE).write(folder.resolve("survey.jar"));
    try (var plugins = Plugins.of(config())) {
      assertThat(plugins.names()).containsExactly("survey");
      assertThat(plugins.functions().names()).containsExactly("survey.tally");
      var roles = AgentSettings.of(plugins.configured(config())).roles();
      assertThat(roles).containsKeys("archivist", "writer");
      var users = plugins.configured(config("troupe.roles.archivist.model = openai/big"));
      assertThat(AgentSettings.of(users).roles().get("archivist"))
          .satisfies(role -> assertThat(role.model()).isEqualTo("openai/big"))
          .satisfies(role -> assertThat(role.instructions()).startsWith("You look up"));
    }
  }

  @Test
  void without_a_folder_there_is_nothing() {
    try (var plugins = Plugins.of(NodeConfiguration.load(ConfigFactory.empty(), null))) {
      assertThat(plugins.names()).isEmpty();
      assertThat(plugins.functions().names()).isEmpty();
      var config = config();
      assertThat(plugins.configured(config)).isSameAs(config);
    }
  }

  @Test
  void several_plugins_and_their_libraries_stand_in_one_folder() {
    plugin("One", "one", TOTAL).write(folder.resolve("one.jar"));
    plugin("Two", "two", role("clerk")).write(folder.resolve("two.jar"));
    new PluginJar().write(folder.resolve("a-library.jar"));
    try (var plugins = Plugins.of(config())) {
      assertThat(plugins.names()).containsExactlyInAnyOrder("one", "two");
      assertThat(plugins.functions().names()).containsExactly("total");
    }
  }

  @Test
  void a_folder_without_a_plugin_is_refused() throws IOException {
    refused("holds no jar", folder.toString());
    new PluginJar().write(folder.resolve("a-library.jar"));
    refused("holds no plugin", "META-INF/services/dev.troupe.agents.function.Plugin");
    Files.delete(folder.resolve("a-library.jar"));
    Files.delete(folder);
    refused(folder.toString(), "is no folder; --plugins (troupe.plugins.folder)");
  }

  @Test
  void a_broken_jar_is_named() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "no jar at all");
    refused("broken.jar cannot be read as a jar", "copy or build it again");
  }

  @Test
  void a_class_that_is_missing_or_is_no_plugin_is_named() {
    new PluginJar().naming("shop.Gone").write(folder.resolve("gone.jar"));
    refused("cannot be loaded", "shop.Gone not found");
    PluginJar.of("shop.Other", "package shop; public class Other {}")
        .write(folder.resolve("gone.jar"));
    refused("cannot be loaded", "shop.Other not a subtype");
  }

  @Test
  void a_name_is_used_once() {
    plugin("One", "same", TOTAL).write(folder.resolve("one.jar"));
    plugin("Two", "same", "").write(folder.resolve("two.jar"));
    refused("two.jar: the name 'same' is that of the plugin in ", "one.jar");
    plugin("Two", "two", TOTAL).write(folder.resolve("two.jar"));
    refused("two.jar: There are two functions with the name 'total'");
    plugin("Two", "two", role("writer")).write(folder.resolve("two.jar"));
    refused("two.jar: there is a role 'writer' already");
    plugin("One", "one", "").write(folder.resolve("two.jar"));
    refused("the plugin shop.One is in two jars", "one.jar", "two.jar");
  }

  @Test
  void a_plugin_that_fails_is_named() {
    plugin(
            "One",
            "one",
            "public Functions functions() { throw new IllegalStateException(\"no key\"); }")
        .write(folder.resolve("one.jar"));
    refused("one.jar: no key");
    plugin("One", "one", role("Clerk 7")).write(folder.resolve("one.jar"));
    assertThatThrownBy(
            () -> {
              try (var plugins = Plugins.of(config())) {
                AgentSettings.of(plugins.configured(config()));
              }
            })
        .hasMessageContaining("a role's name must match");
  }
}
