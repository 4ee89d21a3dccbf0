package dev.troupe.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.knowledge.embedding.CachedEmbedder;
import dev.troupe.persistence.archive.ArchiveLines;
import dev.troupe.supervisor.ArchiveSelection;
import dev.troupe.supervisor.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/export}: a task, those of a time, or all there is, as {@code import} takes it. */
final class ExportRoutes implements Routes {
  private static final Set<String> MADE_AGAIN = Set.of(CachedEmbedder.TABLE);

  private final Tasks tasks;
  private final ClassicActorSystemProvider system;
  private final InstantSource clock;

  ExportRoutes(Tasks tasks, ClassicActorSystemProvider system, InstantSource clock) {
    this.tasks = tasks;
    this.system = system;
    this.clock = clock;
  }

  @Override
  public @Nullable CompletionStage<HttpResponse> handle(Call call) {
    if (call.path().size() != 2 || !call.path().get(1).equals("export")) {
      return null;
    }
    if (!call.method().equals("GET")) {
      throw Routes.wrongMethod(call, "GET");
    }
    Parameters.allow(call, "task", "from", "to", "all");
    var task = call.query("task").map(id -> id.toLowerCase(Locale.ROOT));
    var from = call.query("from").map(text -> instant("from", text));
    var to = call.query("to").map(text -> instant("to", text));
    var wanted = (task.isPresent() ? 1 : 0) + (from.or(() -> to).isPresent() ? 1 : 0);
    if (wanted + (Parameters.flag(call, "all") ? 1 : 0) != 1) {
      throw new ProblemException(
          Problem.badRequest(
              "One thing is exported: say task=ID, from and to, one of these two, or all=true."));
    }
    return task.map(this::task)
        .orElseGet(() ->
            CompletableFuture.completedStage(wanted == 0 ? everything() : submitted(from, to)));
  }

  private CompletionStage<HttpResponse> task(String id) {
    return tasks
        .get(Call.TENANT, id)
        .thenApply(found -> {
          if (found.isEmpty()) {
            throw new ProblemException(Problem.noSuchTask(id));
          }
          return answer(
              new ArchiveSelection.OneTask(Call.TENANT, id), EdgeJson.object().put("task", id));
        });
  }

  private HttpResponse submitted(Optional<Instant> from, Optional<Instant> to) {
    var begin = from.orElse(Instant.EPOCH);
    var end = to.orElseGet(clock::instant);
    return answer(
        new ArchiveSelection.Submitted(Call.TENANT, begin, end),
        EdgeJson.object().put("from", begin.toString()).put("to", end.toString()));
  }

  private HttpResponse everything() {
    return answer(new ArchiveSelection.Everything(MADE_AGAIN), EdgeJson.object().put("all", true));
  }

  private HttpResponse answer(ArchiveSelection selection, ObjectNode of) {
    return Answers.text(ArchiveLines.of(system, of, clock.instant(), tasks.archive(selection)));
  }

  /** A day is its begin. */
  private static Instant instant(String name, String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException noInstant) {
      throw Parameters.refuse(
          name, text, "a time such as 2026-11-22T10:00:00Z, or a day such as 2026-11-22 (UTC)");
    }
  }
}
