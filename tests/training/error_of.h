#pragma once

#include <exception>
#include <string>

/// The message of what `action` throws.
inline std::string error_of(auto&& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no error";
}
