package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.troupe.agents.Agents;
import dev.troupe.agents.Usage;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.ToolRequest;
import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Findings;
import dev.troupe.agents.shared.Seen;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Researchers in parallel branches on two nodes: each finds something, all want the same question,
 * and a writer behind them cites what was found on the node that it does not work on.
 */
@Timeout(180)
class SharedAcrossNodesTest {
  private static final String TEAM =
      """
      troupe.roles {
        scout { instructions = Look., tools = [publish_finding, read_findings, claim_question, knowledge_search] }
        author { instructions = Write., tools = [read_findings] }
      }
      """;

  private static final String WORKFLOW =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Look", "States": {
        "Look": {"Type": "Map", "Items": [1, 2, 3, 4],
          "ItemSelector": {"question": "{% 'Question ' & $string($states.context.Map.Item.Value) %}"},
          "ItemProcessor": {"StartAt": "One", "States": {"One": {
            "Type": "Task", "Resource": "agent:scout", "End": true}}},
          "Next": "Write"},
        "Write": {"Type": "Task", "Resource": "agent:author", "End": true}}}
      """;

  /** What each agent does next follows from how many results of tools it has seen. */
  private static final class Scripted implements ModelGateway {
    private final String node;
    private final Map<String, Set<String>> nodesOfScouts;
    final AtomicInteger granted = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    final CompletableFuture<Agents> agents = new CompletableFuture<>();

    Scripted(String node, Map<String, Set<String>> nodesOfScouts) {
      this.node = node;
      this.nodesOfScouts = nodesOfScouts;
    }

    @Override
    public Optional<String> faultOfModel(String model) {
      return Optional.empty();
    }

    @Override
    public CompletionStage<ModelReply> ask(Call call) {
      asked.incrementAndGet();
      var results =
          call.prompt().messages().stream()
              .filter(ToolExecutionResultMessage.class::isInstance)
              .map(message -> ((ToolExecutionResultMessage) message).text())
              .toList();
      return call.role().name().equals("author") ? author(call, results) : scout(call, results);
    }

    private CompletionStage<ModelReply> scout(Call call, List<String> results) {
      var task = "default/" + call.taskId();
      nodesOfScouts.computeIfAbsent(call.taskId(), _ -> ConcurrentHashMap.newKeySet()).add(node);
      return switch (results.size()) {
        case 0 -> asks("claim_question", "{\"question\": \"Who pays?\"}");
        case 1 -> {
          if (results.getFirst().contains("\"granted\":true")) {
            granted.incrementAndGet();
          }
          yield asks(
              "publish_finding",
              "{\"claim\": \"%s was seen at %s\", \"sources\": [{\"document\": \"%s.md\"}]}"
                  .formatted(call.prompt().input().path("question").asText(), node, node));
        }
        // It thinks until this node has heard of all four.
        case 2 -> asks("knowledge_search", "{\"query\": \"What is wet?\"}");
        case 3 -> heard(task, 4).thenCompose(_ -> asks("read_findings", "{}"));
        default -> says(results.getFirst());
      };
    }

    private CompletionStage<ModelReply> author(Call call, List<String> results) {
      return results.isEmpty()
          ? sawAll(call.taskId()).thenCompose(_ -> asks("read_findings", "{}"))
          : says("node %s cites:\n%s".formatted(node, results.getFirst()));
    }

    /** Waits until this node knows what was read on all. */
    private CompletionStage<List<Seen>> sawAll(String taskId) {
      return agents
          .join()
          .shared()
          .seen("default/" + taskId)
          .thenCompose(seen ->
              seen.size() >= nodesOfScouts.getOrDefault(taskId, Set.of()).size()
                  ? CompletableFuture.completedStage(seen)
                  : CompletableFuture.supplyAsync(
                          () -> taskId,
                          CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                      .thenCompose(_ -> sawAll(taskId)));
    }

    private CompletionStage<List<Entry>> heard(String task, int findings) {
      return agents
          .join()
          .shared()
          .read(task)
          .thenCompose(entries ->
              Findings.of(entries).findings().size() >= findings
                  ? CompletableFuture.completedStage(entries)
                  : CompletableFuture.supplyAsync(
                          () -> task, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                      .thenCompose(_ -> heard(task, findings)));
    }

    private static CompletionStage<ModelReply> asks(String tool, String arguments) {
      return CompletableFuture.completedStage(
          new ModelReply(
              "",
              new Usage(1, 1, 1),
              "scripted",
              Duration.ZERO,
              List.of(new ToolRequest("call", tool, arguments))));
    }

    private static CompletionStage<ModelReply> says(String text) {
      return CompletableFuture.completedStage(
          new ModelReply(text, new Usage(1, 1, 1), "scripted", Duration.ZERO));
    }
  }

  private static String submit(TwoNodes nodes) {
    var submission =
        new Submission(
            "default",
            null,
            "Look around",
            null,
            null,
            WORKFLOW,
            List.of(),
            Map.of(),
            Submission.Limits.DEFAULT,
            null,
            "");
    return ((SubmitReply.Accepted) TwoNodes.result(nodes.tasks.submit(submission))).id();
  }

  @Test
  void a_writer_cites_what_was_found_on_another_node_and_a_claimed_question_goes_to_one() {
    Map<String, Set<String>> nodesOfScouts = new ConcurrentHashMap<>();
    var here = new Scripted("first", nodesOfScouts);
    var there = new Scripted("second", nodesOfScouts);
    try (var nodes = new TwoNodes(TEAM, name -> name.equals("first") ? here : there)) {
      here.agents.complete(nodes.firstAgents);
      there.agents.complete(nodes.secondAgents);
      // Where an agent lives follows from its task's id: some tasks have all on one node.
      for (int number = 0; number < 12; number++) {
        var id = submit(nodes);
        var task =
            TwoNodes.result(nodes.tasks.await("default", id, Duration.ofSeconds(30))).orElseThrow();
        assertThat(task).extracting(TaskView::status).isEqualTo(TaskStatus.COMPLETED);
        assertGrantedOnce(Objects.requireNonNull(task.output()), here, there);
        if (nodesOfScouts.getOrDefault(id, Set.of()).size() == 2) {
          assertThat(String.valueOf(task.output()))
              .satisfiesAnyOf(
                  text ->
                      assertThat(text)
                          .startsWith("\"node first")
                          .contains("seen at second", "library-of-second.md"),
                  text ->
                      assertThat(text)
                          .startsWith("\"node second")
                          .contains("seen at first", "library-of-first.md"));
          TwoNodes.result(counted(nodes, here.asked.get() + there.asked.get()));
          return;
        }
      }
      throw new AssertionError("all agents of a task were on one node, twelve times");
    }
  }

  /** Waits until a node knows of all calls that both have made. */
  private static CompletionStage<Integer> counted(TwoNodes nodes, int calls) {
    return nodes
        .tasks
        .usageByRole("default")
        .thenCompose(byRole -> {
          assertThat(byRole.keySet()).isSubsetOf("scout", "author");
          var known = byRole.values().stream().mapToInt(Usage::modelCalls).sum();
          assertThat(known).isLessThanOrEqualTo(calls);
          return known == calls
              ? CompletableFuture.completedStage(known)
              : CompletableFuture.supplyAsync(
                      () -> calls, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                  .thenCompose(_ -> counted(nodes, calls));
        });
  }

  /** Of four that asked for the question one has it, and the others were told who. */
  private static void assertGrantedOnce(JsonNode output, Scripted... models) {
    assertThat(output.toString()).contains("Question 1 was seen", "Question 4 was seen");
    assertThat(Arrays.stream(models).mapToInt(model -> model.granted.getAndSet(0)).sum())
        .isEqualTo(1);
  }
}
