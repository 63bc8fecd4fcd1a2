#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "models/option_value.h"

namespace mien {

/// What a resumed run may do with an option.
enum class OnResume {
  keep,         ///< it must stay as it was: another value on the command line is an error
  keep_origin,  ///< the same for what only says where something comes from (a file of weights)
  may_grow,     ///< a larger number replaces the saved one (the number of steps)
  may_change,   ///< any value given replaces the saved one (how often to save)
};

/// The options of a recipe: names bound to the fields of a struct, with type, range and meaning.
///
///   struct FdnnOptions { double learning_rate = 5e-4; std::string optimizer = "adam"; };
///
///   void declare(OptionTable& table, FdnnOptions& options) {
///     table.add("learning_rate", options.learning_rate, "step size of the optimiser", above(0));
///     table.add("optimizer", options.optimizer, "rule of the update", {"adam", "rmsprop"});
///   }
///
/// The value of a field when it is added is the default. Afterwards recipe files, `--set KEY=VALUE`
/// and a checkpoint write to the field; a later one wins over an earlier one. A dot in a name is a
/// table in the file: `[loss] identity = 1.4` sets `loss.identity`.
///
/// Every reader throws std::invalid_argument, and then has changed nothing. Its one line names the
/// source (file and line, flag, checkpoint), the key, what was expected and what came; for an
/// unknown key, the nearest known one. The struct must outlive the table.
class OptionTable {
 public:
  struct Option {
    std::string name, doc;
    OptionDomain domain;
    OptionValue value, default_value;
    std::string source = "default";  ///< what set the value: "default", "paper.toml:3", "--set"
    OnResume on_resume = OnResume::keep;

    /// True if equal values are needed for equal weights. The others belong to one run alone.
    bool shapes_training() const { return on_resume == OnResume::keep; }
  };

  OptionTable() = default;
  OptionTable(const OptionTable&) = delete;
  OptionTable& operator=(const OptionTable&) = delete;

  /// Declares one option. Throws std::invalid_argument for a name that is taken or a default
  /// outside the domain.
  void add(const std::string& name, bool& field, const std::string& doc,
           OnResume on_resume = OnResume::keep);
  void add(const std::string& name, Index& field, const std::string& doc, OptionRange range = {},
           OnResume on_resume = OnResume::keep);
  void add(const std::string& name, double& field, const std::string& doc, OptionRange range = {},
           OnResume on_resume = OnResume::keep);
  void add(const std::string& name, std::string& field, const std::string& doc,
           std::vector<std::string> choices = {}, OnResume on_resume = OnResume::keep);
  void add(const std::string& name, std::vector<double>& field, const std::string& doc,
           OptionRange range = {}, OnResume on_resume = OnResume::keep);
  /// A file or folder: relative names are resolved against the working folder when they are set.
  void add_path(const std::string& name, std::string& field, const std::string& doc,
                OnResume on_resume = OnResume::keep_origin);

  /// Names that earlier versions had for what changed nothing: `resume` passes over them.
  void retire(std::vector<std::string> names) { retired_ = std::move(names); }

  /// A recipe: TOML text, or a TOML file of at most 1 MiB (std::runtime_error if unreadable).
  void read_toml(std::string_view toml, const std::string& source);
  void read_toml_file(const std::filesystem::path& path);

  /// One value from the command line: `set("batch", "32", "--batch")`.
  void set(const std::string& name, std::string_view value, const std::string& source);
  /// The same from "KEY=VALUE", the argument of `--set`.
  void set(std::string_view assignment);

  /// All values as one line of JSON, `{"name": value, ...}` in the order of declaration. Equal
  /// values give equal bytes.
  std::string json() const;
  /// The same of the options that shape training: it is what a checkpoint keeps.
  std::string training_json() const;

  /// Continues with the values a file kept. Options set before this call (their source is not
  /// "default") must agree with it as far as their OnResume asks; a conflict is an error that names
  /// both values: "batch is 16 in last.safetensors, 32 by --batch". Options the file does not have
  /// keep their values; what it says of retired ones is not looked at.
  void resume(std::string_view json, const std::string& source);

  const std::vector<Option>& options() const { return options_; }

  /// One option. Throws std::invalid_argument, naming `source`, if there is none of that name.
  const Option& find(const std::string& name, const std::string& source = "options") const;

  /// A table for `--describe`: name, value, default where it differs, domain, meaning.
  std::string describe() const;

 private:
  using Field = std::variant<bool*, Index*, double*, std::string*, std::vector<double>*>;
  struct Entry {
    std::string name;
    OptionValue value;
    std::string source;
  };

  void declare(const std::string& name, Field field, const std::string& doc, OptionDomain domain,
               OnResume on_resume);
  std::size_t position(const std::string& name, const std::string& source) const;
  void validate(Entry& entry) const;
  void assign(std::vector<Entry> entries);
  void check_may_resume(const Option& option, const OptionValue& saved,
                        const std::string& source) const;

  std::vector<Option> options_;
  std::vector<Field> fields_;
  std::vector<std::string> retired_;
};

}  // namespace mien
