package dev.troupe.supervisor.recorded;

import dev.troupe.supervisor.workflow.Fault;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A definition that has to be accepted, or refused. */
public record RecordedValidity(String name, String definition, String expected)
    implements RecordedLine {

  /** What another tool fills in before the definition is one is no matter of the language. */
  @Override
  public Optional<String> skipped() {
    return name.toLowerCase(Locale.ROOT).contains("substitution")
        ? Optional.of("it is about substitutions that another tool makes")
        : Optional.empty();
  }

  @Override
  public List<Mismatch> judge() {
    return switch (WorkflowReader.read(definition)) {
      case Reading.Sound _ ->
          expected.equals("valid")
              ? List.of()
              : List.of(new Mismatch("validity", expected, "valid"));
      case Reading.Faulty(var faults) ->
          expected.equals("invalid")
              ? List.of()
              : List.of(new Mismatch("validity", expected, "invalid: " + told(faults)));
    };
  }

  private static String told(List<Fault> faults) {
    return faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
  }
}
