package dev.troupe.agents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Guardrail;
import dev.troupe.agents.Role;
import dev.troupe.agents.tool.Tools;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.TestTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RoleSettingsTest {
  private static Map<String, Role> roles(String config) {
    return AgentSettings.of(
            ConfigFactory.parseString(config).withFallback(ConfigFactory.load()).resolve())
        .roles();
  }

  private static void refused(String role, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> roles("troupe.roles.mine " + role))
        .withMessageContaining(message);
  }

  @Test
  void instructions_are_a_text_and_nothing_that_can_be_written_as_one() {
    refused("{ instructions = 5 }", "troupe.roles.mine.instructions: it must be a text, in quotes");
    refused("{ instructions = true }", "troupe.roles.mine.instructions: it must be a text");
    assertThat(roles("troupe.roles.mine { instructions = \"5\" }"))
        .hasEntrySatisfying("mine", role -> assertThat(role.instructions()).isEqualTo("5"));
  }

  @Test
  void every_built_in_role_is_offline_but_those_of_the_benchmark() {
    assertThat(roles("").values())
        .filteredOn(role -> !role.name().startsWith("bench-"))
        .extracting(Role::name, Role::model)
        .containsExactlyInAnyOrder(
            tuple("planner", "offline"),
            tuple("researcher", "offline"),
            tuple("writer", "offline"),
            tuple("reviewer", "offline"),
            tuple("judge", "offline"),
            tuple("router", "offline"),
            tuple("workflow-planner", "offline"));
  }

  @Test
  void every_built_in_schema_is_one() {
    assertThat(roles("").values())
        .allSatisfy(role -> {
          var schema = role.outputSchema();
          if (schema != null) {
            assertThat(OutputSchema.faultOfDefinition(schema)).isEmpty();
          }
        });
  }

  @Test
  void a_new_role_needs_instructions_only() {
    var role = roles("troupe.roles.mine { instructions = \"Translate.\" }").get("mine");

    assertThat(role)
        .isEqualTo(
            new Role(
                "mine",
                Role.Kind.PLAIN,
                "Translate.",
                "offline",
                null,
                null,
                new Role.Limits(2, 4096, Duration.ofMinutes(2))));
  }

  @Test
  void a_block_changes_of_a_built_in_role_what_it_names() {
    var writer =
        Objects.requireNonNull(roles("troupe.roles.writer.model = openai/gpt").get("writer"));

    assertThat(writer.model()).isEqualTo("openai/gpt");
    assertThat(writer.kind()).isEqualTo(Role.Kind.WRITER);
    assertThat(writer.limits().maxOutputTokens()).isEqualTo(8192);
  }

  @Test
  void tools_are_an_allow_list_with_limits() {
    var role = roles("troupe.roles.mine { instructions = x, tools = [web] }").get("mine");

    assertThat(role)
        .extracting(Role::tools)
        .isEqualTo(new Role.ToolUse(List.of("web"), 32, Duration.ofMinutes(1), 400_000, false));
  }

  @Test
  void a_role_may_call_roles_that_are_there_and_take_a_text() {
    var calling = "troupe.roles.mine { instructions = x, tools = [call_agent], may-call = [%s] }";

    assertThat(roles(calling.formatted("researcher, mine")).get("mine"))
        .extracting(Role::tools)
        .isEqualTo(
            new Role.ToolUse(
                List.of("call_agent"),
                32,
                Duration.ofMinutes(1),
                400_000,
                false,
                List.of("researcher", "mine")));
    notCallable(calling.formatted("nobody"), "troupe.roles.mine.may-call: there is no role");
    notCallable(calling.formatted("writer"), "writer takes more than a text");
    refused("{ instructions = x, tools = [call_agent] }", "troupe.roles.mine.may-call");
    refused("{ instructions = x, may-call = [researcher] }", "troupe.roles.mine.may-call");
  }

  private static void notCallable(String settings, String message) {
    var config = ConfigFactory.parseString(settings).withFallback(ConfigFactory.load());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AgentSettings.of(config.resolve()).requireTools(Tools.NONE))
        .withMessageContaining(message);
  }

  @Test
  void a_role_may_have_guardrails() {
    var guarded =
        """
        { instructions = x, guardrails {
          wording { refuse = ["a+"], require = [b], says = No. }
          asked { ask = "Is it polite?" }
        } }
        """;

    assertThat(roles("troupe.roles.mine " + guarded).get("mine"))
        .extracting(Role::guards)
        .isEqualTo(
            List.of(
                new Guardrail.Judge("asked", "Is it polite?", "judge"),
                new Guardrail.Wording("wording", List.of("a+"), List.of("b"), "No.")));
  }

  @Test
  void a_guardrail_that_cannot_be_used_is_refused_by_name() {
    var place = "troupe.roles.mine.guardrails.g";
    var role = "{ instructions = x, guardrails { g %s } }";
    refused(role.formatted("{ refuse = [\"(\"] }"), place + ".refuse: \"(\" is no regular");
    refused(role.formatted("{ }"), place + ": it needs expressions");
    refused(role.formatted("= 3"), place + ": a guardrail is a block");
    refused(role.formatted("{ ask = \"\" }"), place + ".ask: it is a question");
    refused(role.formatted("{ ask = y, refuse = [a] }"), place + ".refuse: there is no such");
    refused("{ instructions = x, guardrails { G { ask = y } } }", "a guardrail's name must match");
    var asking = "troupe.roles.mine " + role;
    notCallable(asking.formatted("{ ask = y, role = nobody }"), place + ".role: there is no role");
    notCallable(asking.formatted("{ ask = y, role = mine }"), place + ".role: mine cannot judge");
    notCallable(asking.formatted("{ ask = y, role = writer }"), "writer cannot judge");
  }

  @Test
  void a_role_may_have_its_answers_kept() {
    var role = roles("troupe.roles.mine { instructions = x, cache = memory }").get("mine");

    assertThat(role).extracting(Role::cache).isEqualTo(Role.Cache.MEMORY);
  }

  @Test
  void a_role_without_tools_is_stored_as_before_there_were_any() {
    var role = Objects.requireNonNull(roles("troupe.roles.mine.instructions = x").get("mine"));

    assertThat(Json.write(role))
        .isEqualTo(
            "{\"name\":\"mine\",\"kind\":\"PLAIN\",\"instructions\":\"x\",\"model\":\"offline\",\"limits\":{\"modelCalls\":2,\"maxOutputTokens\":4096,\"timeout\":\"PT2M\"}}");
  }

  @Test
  void what_cannot_be_used_is_refused_by_name() {
    refused("{ instructions = x, tools = [web, web] }", "troupe.roles.mine.tools: a name is twice");
    refused(
        "{ instructions = x, tools = [web], limits.tool-calls = 0 }",
        "troupe.roles.mine.limits.tool-calls: it must be at least 1");
    // Also where there are no tools to which it applies.
    refused(
        "{ instructions = x, limits.tool-characters = -4 }",
        "troupe.roles.mine.limits.tool-characters: it must be at least 1");
    refused(
        "{ instructions = x, cache = disk }",
        "troupe.roles.mine.cache: \"disk\" is none of none, memory");
    refused("{ instructions = x, modle = y }", "troupe.roles.mine.modle: there is no such setting");
    refused("{ instructions = x, limits { calls = 1 } }", "troupe.roles.mine.limits.calls");
    refused("{ model = y }", "troupe.roles.mine.instructions");
    refused("{ instructions = x, kind = boss }", "\"boss\" is none of plain, planner");
    refused("{ instructions = x, limits.model-calls = 0 }", "it must be at least 1");
    refused(
        "{ instructions = x, output-schema { type = [1] } }", "troupe.roles.mine.output-schema");
    refused("= 7", "troupe.roles.mine: a role is a block");
  }

  @Test
  void a_roles_name_is_checked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> roles("troupe.roles.My_Role { instructions = x }"))
        .withMessageContaining("troupe.roles.My_Role");
  }

  @Test
  void a_pinned_role_is_found_after_its_configuration_changed() {
    var table = new TestTable();
    var before = new RoleCatalog(roles("troupe.roles.mine.instructions = one"), table);
    var pinned = before.pin("mine", "openai/gpt").orElseThrow();
    before.store("openai/gpt").toCompletableFuture().join();

    var after = new RoleCatalog(roles("troupe.roles.mine.instructions = two"), table);

    assertThat(after.pin("mine", "openai/gpt").orElseThrow().hash()).isNotEqualTo(pinned.hash());
    assertThat(after.byHash(pinned.hash()).toCompletableFuture().join().orElseThrow().role())
        .isEqualTo(pinned.role());
    assertThat(after.byHash("unknown").toCompletableFuture().join()).isEmpty();
  }

  @Test
  void another_model_does_not_go_to_the_endpoint_of_the_first() {
    var catalog =
        new RoleCatalog(
            roles(
                "troupe.roles.mine { instructions = x, model = openai/a, base-url = \"http://h\" }"),
            new TestTable());

    assertThat(catalog.pin("mine", null).orElseThrow().role().baseUrl()).isEqualTo("http://h");
    assertThat(catalog.pin("mine", "openai/b").orElseThrow().role().baseUrl()).isNull();
  }

  @Test
  void a_role_without_other_models_keeps_the_hash_that_it_had() {
    var role = Objects.requireNonNull(roles("troupe.roles.mine.instructions = x").get("mine"));

    assertThat(Json.write(Json.toTree(role))).doesNotContain("otherModels", "fallbacks");
    assertThat(Json.fromTree(Json.toTree(role), Role.class)).isEqualTo(role);
  }

  @Test
  void other_models_are_pinned_with_the_role() {
    var table = new TestTable();
    var one = "troupe.roles.mine { instructions = x, model = openai/a, fallbacks = [ollama/b] }";
    var catalog = new RoleCatalog(roles(one), table);
    var pinned = catalog.pin("mine", null).orElseThrow();
    catalog.store(null).toCompletableFuture().join();

    var after =
        new RoleCatalog(
            roles(one + "\ntroupe.roles.mine.models { repair = openai/c }"), new TestTable());
    var stored =
        new RoleCatalog(Map.of(), table).byHash(pinned.hash()).toCompletableFuture().join();

    assertThat(after.pin("mine", null).orElseThrow().hash()).isNotEqualTo(pinned.hash());
    assertThat(stored.orElseThrow().role().fallbacks()).containsExactly("ollama/b");
  }

  @Test
  void a_turn_may_have_a_model_of_its_own_which_does_not_go_to_the_roles_endpoint() {
    var role =
        Objects.requireNonNull(
            roles(
                    """
                    troupe.agents.role-defaults.models.plan = openai/p
                    troupe.roles.mine {
                      instructions = x, model = openai/a, base-url = "http://h", models { repair = openai/r }
                    }
                    """)
                .get("mine"));

    assertThat(role.forTurn(Role.Turn.DRAFT).model()).isEqualTo("openai/a");
    assertThat(role.forTurn(Role.Turn.DRAFT).baseUrl()).isEqualTo("http://h");
    assertThat(role.forTurn(Role.Turn.REPAIR).model()).isEqualTo("openai/r");
    assertThat(role.forTurn(Role.Turn.REPAIR).baseUrl()).isNull();
    assertThat(role.forTurn(Role.Turn.PLAN).model()).isEqualTo("openai/p");
  }

  @Test
  void a_model_named_for_a_task_is_asked_alone() {
    var catalog =
        new RoleCatalog(
            roles(
                "troupe.roles.mine { instructions = x, model = openai/a, fallbacks = [ollama/b] }"),
            new TestTable());

    assertThat(catalog.pin("mine", "openai/c").orElseThrow().role().fallbacks()).isEmpty();
    assertThat(catalog.pin("mine", "offline").orElseThrow().role().fallbacks()).isEmpty();
    assertThat(catalog.pin("mine", "openai/a").orElseThrow().role().fallbacks())
        .as("its own model, named: whoever names one means that one")
        .isEmpty();
    assertThat(catalog.pin("mine", null).orElseThrow().role().fallbacks())
        .containsExactly("ollama/b");
  }

  @Test
  void a_role_that_is_offline_asks_no_other_model() {
    var config =
        """
        troupe.agents.role-defaults { fallbacks = [openai/x], models.repair = openai/x }
        troupe.roles.mine.instructions = x
        """;
    assertThat(roles(config).values())
        .filteredOn(role -> role.model().equals("offline"))
        .hasSizeGreaterThan(4)
        .allSatisfy(role -> assertThat(role.otherModels()).isNull());

    refused(
        "{ instructions = x, fallbacks = [openai/x] }",
        "troupe.roles.mine.fallbacks: a role whose model is `offline` asks no other");
    refused("{ instructions = x, models.draft = openai/x }", "troupe.roles.mine.models");
  }

  @Test
  void other_models_that_cannot_be_used_are_refused_by_name() {
    refused(
        "{ instructions = x, model = openai/a, models.think = openai/b }",
        "troupe.roles.mine.models.think: there is no such turn; known are plan, draft, repair");
    refused(
        "{ instructions = x, model = openai/a, fallbacks = [openai/b, openai/b] }",
        "troupe.roles.mine.fallbacks: a model stands there twice");
    refused(
        "{ instructions = x, model = openai/a, fallbacks = [o/1,o/2,o/3,o/4,o/5,o/6,o/7,o/8,o/9] }",
        "9 models are more than 8");
  }

  @Test
  void a_model_that_is_named_is_asked_alone_even_if_it_is_the_roles_own() {
    var role =
        new Role(
            "writer",
            Role.Kind.PLAIN,
            "Write.",
            "openai/x",
            "http://127.0.0.1:1/v1",
            null,
            new Role.Limits(2, 100, Duration.ofSeconds(1)),
            null,
            new Role.OtherModels(List.of("offline"), Map.of(Role.Turn.REPAIR, "openai/y")),
            null,
            null);

    var alone = role.withModel("openai/x");

    assertThat(alone.fallbacks()).isEmpty();
    assertThat(alone.forTurn(Role.Turn.REPAIR).model()).isEqualTo("openai/x");
    assertThat(alone.baseUrl()).isEqualTo(role.baseUrl());
    assertThat(role.withModel("openai/z").baseUrl()).isNull();
  }
}
