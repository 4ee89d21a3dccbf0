package dev.troupe.http.program;

import static java.lang.constant.ConstantDescs.CD_CallSite;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_MethodType;
import static java.lang.constant.ConstantDescs.CD_Object;

import java.io.Serializable;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.invoke.LambdaMetafactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns the lambdas that Scala's compiler makes serializable into ordinary ones. The JVM's start
 * cache keeps linked lambdas, but not serializable ones, and linking the twelve hundred of a start
 * takes a third of a second; nobody serializes them, as Java's serialization is off. What javac has
 * compiled stays: it casts such lambdas to {@code Serializable}.
 */
final class SerializableLambdas {
  private static final ClassDesc METAFACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
  private static final DirectMethodHandleDesc ALTERNATIVE =
      ConstantDescs.ofCallsiteBootstrap(
          METAFACTORY, "altMetafactory", CD_CallSite, CD_Object.arrayType());
  private static final DirectMethodHandleDesc PLAIN =
      ConstantDescs.ofCallsiteBootstrap(
          METAFACTORY, "metafactory", CD_CallSite, CD_MethodType, CD_MethodHandle, CD_MethodType);

  private static final int UNDERSTOOD =
      LambdaMetafactory.FLAG_SERIALIZABLE
          | LambdaMetafactory.FLAG_MARKERS
          | LambdaMetafactory.FLAG_BRIDGES;

  private static final ClassDesc SERIALIZABLE = ClassDesc.of(Serializable.class.getName());
  private static final Pattern SCALA_FUNCTION =
      Pattern.compile("Lscala/(Function\\d+|runtime/java8/JFunction.+);");
  private static final Set<String> SCALA = Set.of("Scala", "ScalaSig", "ScalaInlineInfo");

  private SerializableLambdas() {}

  /** The class as it was where nothing is to be turned. */
  static byte[] made(byte[] bytes) {
    var files = ClassFile.of();
    var before = files.parse(bytes);
    if (!isOfScala(before) || before.methods().stream().noneMatch(SerializableLambdas::hasAny)) {
      return bytes;
    }
    return files.transformClass(
        before,
        ClassTransform.transformingMethodBodies(
            SerializableLambdas::hasAny,
            (code, element) ->
                turned(element).ifPresentOrElse(code::invokedynamic, () -> code.with(element))));
  }

  /** Scala's compiler leaves one of its attributes in each class. */
  private static boolean isOfScala(ClassModel type) {
    return type.attributes().stream()
        .anyMatch(attribute -> SCALA.contains(attribute.attributeName().stringValue()));
  }

  private static boolean hasAny(MethodModel method) {
    var code = method.code().map(CodeModel::elementList).orElse(List.of());
    return code.stream().anyMatch(element -> turned(element).isPresent())
        && code.stream().noneMatch(SerializableLambdas::isUnreadable);
  }

  /** JDK 25 counts beyond the largest int where a switch has cases up to it. */
  private static boolean isUnreadable(CodeElement element) {
    return element instanceof TableSwitchInstruction cases
        && cases.highValue() == Integer.MAX_VALUE;
  }

  private static Optional<DynamicCallSiteDesc> turned(CodeElement element) {
    if (!(element instanceof InvokeDynamicInstruction call)) {
      return Optional.empty();
    }
    var lambda = call.invokedynamic().asSymbol();
    return lambda.bootstrapMethod().equals(ALTERNATIVE) && isOnlySerializable(lambda)
        ? Optional.of(
            DynamicCallSiteDesc.of(
                PLAIN,
                lambda.invocationName(),
                lambda.invocationType(),
                Arrays.copyOf(lambda.bootstrapArgs(), 3)))
        : Optional.empty();
  }

  /**
   * No interface beside {@code Serializable}, and bridges only for the functions of Scala: those
   * repeat the types of the lambda, and none of these interfaces has a method of such types.
   */
  private static boolean isOnlySerializable(DynamicCallSiteDesc lambda) {
    var arguments = lambda.bootstrapArgs();
    int flags = (int) arguments[3];
    if ((flags & LambdaMetafactory.FLAG_SERIALIZABLE) == 0 || (flags & ~UNDERSTOOD) != 0) {
      return false;
    }
    int markers = (flags & LambdaMetafactory.FLAG_MARKERS) == 0 ? 0 : (int) arguments[4];
    boolean hasBridges = (flags & LambdaMetafactory.FLAG_BRIDGES) != 0;
    return Arrays.stream(arguments).skip(5).limit(markers).allMatch(SERIALIZABLE::equals)
        && (!hasBridges
            || SCALA_FUNCTION
                .matcher(lambda.invocationType().returnType().descriptorString())
                .matches());
  }
}
