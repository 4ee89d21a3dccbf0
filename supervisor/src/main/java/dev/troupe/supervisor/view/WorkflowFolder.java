package dev.troupe.supervisor.view;

import dev.troupe.supervisor.workflow.DefinitionText;
import dev.troupe.supervisor.workflow.Reading;
import dev.troupe.supervisor.workflow.WorkflowReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a folder's workflows; whatever cannot be used is a fault that names its file. */
final class WorkflowFolder {
  private static final List<String> SUFFIXES = List.of(".asl.json", ".asl.yaml", ".asl.yml");
  private static final int BYTES_AT_MOST = 1 << 20;

  private final Path folder;
  private final Map<String, NamedWorkflow> known;
  private final List<String> faults;

  /**
   * @param known is added to
   * @param faults is added to
   */
  WorkflowFolder(Path folder, Map<String, NamedWorkflow> known, List<String> faults) {
    this.folder = folder.toAbsolutePath().normalize();
    this.known = known;
    this.faults = faults;
  }

  void readAll() {
    if (!Files.isDirectory(folder)) {
      faults.add("troupe.workflows.folder is %s: there is no such folder".formatted(folder));
      return;
    }
    try (var files = Files.list(folder)) {
      files.sorted().forEach(file -> suffix(file).ifPresent(suffix -> add(file, suffix)));
    } catch (IOException unreadable) {
      faults.add("troupe.workflows.folder is %s: it cannot be read".formatted(folder));
    }
  }

  private static Optional<String> suffix(Path file) {
    return SUFFIXES.stream().filter(suffix -> fileName(file).endsWith(suffix)).findAny();
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private void add(Path file, String suffix) {
    var fileName = fileName(file);
    var name = fileName.substring(0, fileName.length() - suffix.length());
    WorkflowName.fault(name).ifPresent(fault -> faults.add(file + ": " + fault));
    var other = known.get(name);
    if (other != null) {
      faults.add(
          "%s: the name '%s' is taken by a workflow that is %s; rename the file"
              .formatted(file, name, other.source()));
      return;
    }
    text(file).ifPresent(text -> add(file, name, suffix.equals(SUFFIXES.getFirst()), text));
  }

  private void add(Path file, String name, boolean isJson, String text) {
    switch (WorkflowReader.read(isJson ? DefinitionText.json(text) : DefinitionText.yaml(text))) {
      case Reading.Sound(var workflow) ->
          known.put(name, NamedWorkflow.ofFile(name, workflow, file));
      case Reading.Faulty(var found) ->
          found.forEach(fault -> faults.add(file + fault.pointer() + ": " + fault.detail()));
    }
  }

  private Optional<String> text(Path file) {
    try {
      if (Files.size(file) <= BYTES_AT_MOST) {
        return Optional.of(Files.readString(file));
      }
      faults.add("%s: it is larger than %d bytes".formatted(file, BYTES_AT_MOST));
    } catch (CharacterCodingException otherwise) {
      faults.add(file + ": it is not a text in UTF-8");
    } catch (IOException unreadable) {
      faults.add(file + ": it cannot be read");
    }
    return Optional.empty();
  }
}
