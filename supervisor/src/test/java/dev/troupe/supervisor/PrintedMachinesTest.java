package dev.troupe.supervisor;

import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.Assignment;
import dev.troupe.persistence.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State machines as articles print them, unchanged: only their resources are bound to roles. */
class PrintedMachinesTest {
  private static final String BOUND =
      """
      troupe.resources = [
        { match = "arn:aws:lambda:*:UserInputProcessor", bind = "agent:intake" }
        { match = "arn:aws:lambda:*:QueryClassifierFunction", bind = "agent:classifier" }
        { match = "arn:aws:lambda:*:KnowledgeBaseRetrieverFunction", bind = "agent:retriever" }
        { match = "arn:aws:lambda:*:LLMOrchestratorFunction", bind = "agent:orchestrator" }
        { match = "arn:aws:lambda:*:CRMUpdaterFunction", bind = "agent:bookkeeper" }
        { match = "arn:aws:lambda:*:UserResponderFunction", bind = "agent:responder" }
        { match = "arn:aws:lambda:*:embed", bind = "agent:embedder" }
        { match = "arn:aws:lambda:*:search", bind = "agent:searcher" }
        { match = "arn:aws:lambda:*:reason", bind = "agent:reasoner" }
      ]
      """;

  @TempDir private Path folder;

  private static @Nullable Path find(String file) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      var candidate = at.resolve("shared/corpus").resolve(file);
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** The one state machine in an article: from the brace before StartAt to the one that closes. */
  private static String printed(String file) throws IOException {
    var found = find(file);
    assumeTrue(found != null, "skipped: there is no shared/corpus/" + file + " beside the project");
    var text = found == null ? "" : Files.readString(found);
    var begin = text.lastIndexOf('{', text.indexOf("\"StartAt\""));
    var open = 0;
    for (var at = begin; at < text.length(); at++) {
      open += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
      if (open == 0) {
        return text.substring(begin, at + 1);
      }
    }
    throw new AssertionError("The machine in " + file + " has no end");
  }

  private static ScriptedAgents team(String action) {
    var agents = new ScriptedAgents();
    for (var role :
        List.of("intake", "classifier", "retriever", "embedder", "searcher", "reasoner")) {
      agents.returning(role, input -> Json.MAPPER.createObjectNode().set(role, input));
    }
    return agents
        .returning(
            "orchestrator",
            input ->
                Json.MAPPER
                    .createObjectNode()
                    .<ObjectNode>set("seen", input)
                    .set("llm_output", Json.MAPPER.createObjectNode().put("action", action)))
        .returning("bookkeeper", input -> input.path("llm_output"))
        .returning("responder", input -> input.path("llm_output"));
  }

  private TaskView run(String file, ScriptedAgents agents) throws IOException {
    try (var node = new TestNode(folder, agents, BOUND)) {
      var id = node.accepted(TestNode.ofMachine("My parcel is lost.", printed(file)));
      return get(node.tasks.await("default", id, Duration.ofSeconds(20))).orElseThrow();
    }
  }

  private static List<String> roles(ScriptedAgents agents) {
    return agents.assigned.stream().map(Assignment::role).toList();
  }

  @Test
  void customer_support_goes_the_way_that_the_model_chose() throws IOException {
    var agents = team("respond_to_user");
    var task = run("scaling-agents-serverless.txt", agents);

    assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(task.output()).isEqualTo(Json.parse("{\"action\":\"respond_to_user\"}"));
    assertThat(roles(agents))
        .containsExactly("intake", "classifier", "retriever", "orchestrator", "responder");
  }

  @Test
  void customer_support_fails_by_name_on_an_action_it_does_not_know() throws IOException {
    var task = run("scaling-agents-serverless.txt", team("dance"));

    assertThat(task.failure())
        .isEqualTo(new TaskView.Failure("AgentError", "Unhandled Agent Action"));
  }

  @Test
  void embed_search_and_reason_hand_on_what_they_made() throws IOException {
    var agents = team("");
    var task = run("event-driven-agents-vector-search-state.txt", agents);

    assertThat(roles(agents)).containsExactly("embedder", "searcher", "reasoner");
    var made = Json.parse(String.valueOf(task.output())).at("/reasoner/searcher/embedder/goal");
    assertThat(made.asText()).isEqualTo("My parcel is lost.");
  }
}
