#pragma once

namespace mien {

/// True while ops on this thread record how they were computed. True at first.
bool is_recording();

/// Switches recording on or off while it lives.
class GradMode {
 public:
  explicit GradMode(bool record);
  ~GradMode();
  GradMode(const GradMode&) = delete;
  GradMode& operator=(const GradMode&) = delete;

 private:
  bool previous_;
};

/// Nothing is recorded while it lives: `const NoGrad guard;`.
class NoGrad : GradMode {
 public:
  NoGrad() : GradMode(false) {}
};

}  // namespace mien
