package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.knowledge.KnowledgeBase.AddProgress;
import dev.troupe.agents.knowledge.KnowledgeBase.AddReport;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.PlainWords;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents being added, as lines: {@code {done, total, document}} for each, with {@code embedded}
 * and {@code passages} while a large one is at hand; at the end {@code {report}} or {@code {error,
 * refused?}}.
 */
final class KnowledgeAddStream {
  private static final Logger LOG = LoggerFactory.getLogger(KnowledgeAddStream.class);
  private static final int WAITING_LINES = 64;

  /** What adds, telling how far it is. Blocks. */
  @FunctionalInterface
  interface Adding {
    AddReport add(Consumer<AddProgress> progress);
  }

  private final Executor blocking;

  KnowledgeAddStream(Executor blocking) {
    this.blocking = blocking;
  }

  Source<JsonNode, NotUsed> run(Adding adding) {
    return Source.<JsonNode>queue(WAITING_LINES)
        .mapMaterializedValue(queue -> {
          blocking.execute(() -> run(queue, adding));
          return NotUsed.getInstance();
        });
  }

  private static void run(BoundedSourceQueue<JsonNode> queue, Adding adding) {
    try {
      AddReport report = adding.add(progress -> offer(queue, line(progress)));
      offer(queue, EdgeJson.object().set("report", Json.toTree(report)));
    } catch (IllegalArgumentException e) {
      offer(queue, EdgeJson.object().put("error", e.getMessage()).put("refused", true));
    } catch (RuntimeException e) {
      LOG.error("adding documents failed", e);
      offer(queue, EdgeJson.object().put("error", PlainWords.of(e)));
    }
    if (!queue.isCompleted()) {
      queue.complete();
    }
  }

  private static ObjectNode line(AddProgress progress) {
    ObjectNode line =
        EdgeJson.object()
            .put("done", progress.done())
            .put("total", progress.total())
            .put("document", progress.document());
    return progress.isDone()
        ? line
        : line.put("embedded", progress.embedded()).put("passages", progress.passages());
  }

  /** Waits for a slow reader; one that went away does not stop the work. */
  private static void offer(BoundedSourceQueue<JsonNode> queue, JsonNode line) {
    try {
      while (queue.offer(line).equals(QueueOfferResult.dropped())) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
