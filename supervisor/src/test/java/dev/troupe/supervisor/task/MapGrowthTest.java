package dev.troupe.supervisor.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** An item of a Map costs the same, however many there are: measured in bytes allocated. */
class MapGrowthTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final String MAP =
      """
      {'StartAt':'M','States':{'M':{'Type':'Map','ItemsPath':'$.items','ResultPath':'$.results',
        'ItemSelector':{'common.$':'$.common','item.$':'$$.Map.Item.Value'},'End':true,
        'ItemProcessor':{'StartAt':'T','States':{
          'T':{'Type':'Task','Resource':'agent:a','End':true}}}}}}
      """;

  @Test
  void an_item_costs_the_same_however_many_there_are() {
    bytesPerItem(100);

    var few = bytesPerItem(250);
    var many = bytesPerItem(4000);

    assertThat(many).isLessThan(few * 5 / 4);
  }

  private static long bytesPerItem(int count) {
    var items = JsonNodeFactory.instance.arrayNode();
    for (var number = 0; number < count; number++) {
      items.add("item " + number);
    }
    var input =
        JsonNodeFactory.instance.objectNode().put("common", "x".repeat(3000)).set("items", items);
    var before = THREADS.getCurrentThreadAllocatedBytes();

    var task = Rehearsal.of(MAP).submit(input, new TaskEvent.Limits(Integer.MAX_VALUE, 3600));
    for (var assignment = 1; assignment <= count; assignment++) {
      while (((Running) task.task).runnable().isPresent()) {
        task.tell(new TaskCommand.Continue(task.now, 1));
      }
      task.returns(assignment, JsonNodeFactory.instance.objectNode().put("done", assignment));
    }

    assertThat(task.output().path("results")).hasSize(count);
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / count;
  }
}
