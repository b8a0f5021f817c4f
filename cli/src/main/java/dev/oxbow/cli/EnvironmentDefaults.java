package dev.oxbow.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What an option is when it is not given: {@code OXBOW_LISTEN_PORT} in the environment stands for {@code --listen-port}. */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final UnaryOperator<String> environment;

    EnvironmentDefaults(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    static String variable(String longOption) {
        return "OXBOW_" + longOption.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Null, as picocli wants it, where the option's own default holds. */
    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp() || !option.longestName().startsWith("--")) {
            return null;
        }
        return Optional.ofNullable(environment.apply(variable(option.longestName()))).filter(value -> !value.isEmpty()).orElse(null);
    }
}
