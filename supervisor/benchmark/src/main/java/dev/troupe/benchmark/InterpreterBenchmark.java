package dev.troupe.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.troupe.supervisor.task.Environment;
import dev.troupe.supervisor.task.VirtualExecution;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.Workflow;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * States per second of the pure interpreter: every decision is taken and folded, nothing is stored.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class InterpreterBenchmark {
  private static final int TURNS = 1_000;
  private static final int INLINE_ITEMS = 1_000;
  private static final int DISTRIBUTED_ITEMS = 10_000;

  private static final String CHOICE_LOOP =
      """
      {'QueryLanguage':'JSONata','StartAt':'More','States':{
        'More':{'Type':'Choice','Default':'Done',
          'Choices':[{'Condition':'{% $states.input.n < 1000 %}','Next':'Turn'}]},
        'Turn':{'Type':'Pass','Output':{'n':'{% $states.input.n + 1 %}'},'Next':'More'},
        'Done':{'Type':'Succeed'}}}
      """;

  private static final String INLINE_MAP =
      """
      {'StartAt':'Each','States':{'Each':{'Type':'Map','End':true,
        'ItemProcessor':{'StartAt':'One','States':{'One':{'Type':'Pass','End':true}}}}}}
      """;

  private static final String DISTRIBUTED_MAP =
      """
      {'StartAt':'Each','States':{'Each':{'Type':'Map','End':true,
        'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},
          'StartAt':'One','States':{'One':{'Type':'Pass','End':true}}}}}}
      """;

  private final Workflow choiceLoop = read(CHOICE_LOOP);
  private final Workflow inlineMap = read(INLINE_MAP);
  private final Workflow distributedMap = read(DISTRIBUTED_MAP);

  /** Two states a turn: a Choice and a Pass. */
  @Benchmark
  @OperationsPerInvocation(2 * TURNS + 2)
  public JsonNode choiceLoopOf1000() {
    return run(choiceLoop, JsonNodeFactory.instance.objectNode().put("n", 0));
  }

  /** One state an item, and the Map. */
  @Benchmark
  @OperationsPerInvocation(INLINE_ITEMS + 1)
  public JsonNode inlineMapOf1000() {
    return run(inlineMap, items(INLINE_ITEMS));
  }

  /** One state an item, each in a task of its own, and the Map. */
  @Benchmark
  @OperationsPerInvocation(DISTRIBUTED_ITEMS + 1)
  public JsonNode distributedMapOf10000() {
    return run(distributedMap, items(DISTRIBUTED_ITEMS));
  }

  private static JsonNode items(int count) {
    var items = JsonNodeFactory.instance.arrayNode(count);
    for (var number = 0; number < count; number++) {
      items.add(number);
    }
    return items;
  }

  private static JsonNode run(Workflow workflow, JsonNode input) {
    var nobody = new Environment("default/benchmark", workflow, (_, _) -> Optional.empty());
    var execution = new VirtualExecution(nobody, Instant.EPOCH);
    execution.submit(input);
    var end = execution.end();
    if (end == null || end.output() == null) {
      throw new IllegalStateException("The workflow has not completed: " + end);
    }
    return end.output();
  }

  private static Workflow read(String definition) {
    return switch (WorkflowReader.read(definition.replace('\'', '"'))) {
      case Reading.Sound(var workflow) -> workflow;
      case Reading.Faulty(var faults) -> throw new IllegalArgumentException(faults.toString());
    };
  }
}
