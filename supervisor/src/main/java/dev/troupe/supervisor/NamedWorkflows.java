package dev.troupe.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.supervisor.workflow.DefinitionText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The workflows that a submission can name: built in, from files, or stored by a client. A name
 * points to a definition, which is kept by its hash for ever: a task keeps the one it began with.
 */
public interface NamedWorkflows {
  String BUILT_IN = "built-in";
  String STORED = "stored";

  List<Summary> list(String tenant);

  /**
   * @param hash SHA-256 of the definition's canonical JSON
   * @param source {@code built-in}, {@code stored}, or {@code file PATH}
   */
  record Summary(String name, String hash, String comment, String source) {
    public boolean isStored() {
      return source.equals(STORED);
    }
  }

  Optional<Named> find(String tenant, String name);

  record Named(Summary summary, JsonNode definition) {}

  /** As the source of a definition that was found by its hash. */
  String BY_HASH = "by hash";

  /** Whether a name has the form of a hash. */
  static boolean isHash(String name) {
    return name.matches("[0-9a-f]{64}");
  }

  /** Any definition that a task ran by, or that has or had a name; whoever knows its hash may. */
  default CompletionStage<Optional<Named>> byHash(String hash) {
    return CompletableFuture.completedStage(Optional.empty());
  }

  /** Lets the name point to this definition from now on; answered when that is durable. */
  CompletionStage<PutReply> put(String tenant, String name, DefinitionText definition);

  sealed interface PutReply {

    /**
     * @param fresh whether the name was free before
     */
    record Stored(Summary summary, boolean fresh) implements PutReply {}

    /** Faults of the definition, or resources that nothing is bound to. */
    record Invalid(List<SubmitReply.Fault> faults) implements PutReply {}

    record UnusableName(String reason) implements PutReply {}

    /** A file or the program itself has this name. */
    record Provided(Summary summary) implements PutReply {}

    record TooMany(int atMost) implements PutReply {}
  }

  /** Forgets the name; tasks that ended keep the definition. */
  CompletionStage<DeleteReply> delete(String tenant, String name);

  sealed interface DeleteReply {
    record Deleted() implements DeleteReply {}

    record Unknown() implements DeleteReply {}

    /**
     * @param tasks some that have not ended and run by it, or call it in a step
     * @param orMore whether it was not looked for further ones
     */
    record InUse(List<String> tasks, boolean orMore) implements DeleteReply {}

    record Provided(Summary summary) implements DeleteReply {}
  }

  /** Every fault of a definition, like a compiler: empty means that it can run here. */
  List<SubmitReply.Fault> validate(String tenant, String definition);
}
