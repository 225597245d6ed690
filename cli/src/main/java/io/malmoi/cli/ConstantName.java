package io.malmoi.cli;

import com.google.protobuf.ProtocolMessageEnum;
import io.malmoi.v1.Architecture.Family;
import io.malmoi.v1.CleanCorpusSpec.PersonalData;
import io.malmoi.v1.CleanCorpusSpec.Step;
import io.malmoi.v1.Job;
import io.malmoi.v1.TrainModelSpec.MatrixKernel;
import io.malmoi.v1.TrainModelSpec.Precision;
import io.malmoi.v1.TrainTokenizerSpec.Preset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Constants of the protocol as people type them: in small letters or capitals, with dashes or underscores. */
final class ConstantName<E extends Enum<E> & ProtocolMessageEnum> implements ITypeConverter<E> {
    private static final String UNSPECIFIED = "_UNSPECIFIED";
    private static final String UNRECOGNIZED = "UNRECOGNIZED";

    private final Map<String, E> constants = new LinkedHashMap<>();

    private ConstantName(Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            String name = constant.name();
            if (!name.endsWith(UNSPECIFIED) && !name.equals(UNRECOGNIZED)) {
                constants.put(typed(name), constant);
            }
        }
    }

    /** Lets a command and those below it take all constants that options ask for. */
    static CommandLine register(CommandLine command) {
        return command.registerConverter(Preset.class, new ConstantName<>(Preset.class))
                .registerConverter(Family.class, new ConstantName<>(Family.class))
                .registerConverter(Precision.class, new ConstantName<>(Precision.class))
                .registerConverter(MatrixKernel.class, new ConstantName<>(MatrixKernel.class))
                .registerConverter(Step.class, new ConstantName<>(Step.class))
                .registerConverter(PersonalData.class, new ConstantName<>(PersonalData.class))
                .registerConverter(Job.State.class, new ConstantName<>(Job.State.class));
    }

    @Override
    public E convert(String name) {
        E constant = constants.get(typed(name));
        if (constant == null) {
            String known = String.join(", ", constants.keySet());
            throw new TypeConversionException("expected one of " + known + " but was '" + name + "'");
        }
        return constant;
    }

    private static String typed(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
